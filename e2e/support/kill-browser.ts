import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type BrowserContext, chromium, type LaunchOptions } from '@playwright/test';
import { sendSignal } from '@/scripts/services/processes';
import { enter, type Person } from './people';

/** A browser whose profile is on disk, so that it can be killed and opened again as after a crash. */
export type MortalBrowser = {
  /** Opens it with the session of person; resolves with its first page's context. */
  open: (person: Person) => Promise<BrowserContext>;
  /** SIGKILL to all its processes: nothing is said, nothing is saved. */
  kill: () => Promise<void>;
  /** Closes it and removes the profile. */
  remove: () => Promise<void>;
};

export function mortalBrowser(baseURL: string, launch: LaunchOptions): MortalBrowser {
  const profile = mkdtempSync(path.join(os.tmpdir(), 'sluice-profile-'));
  let context: BrowserContext | null = null;
  return {
    open: async (person) => {
      context = await chromium.launchPersistentContext(profile, { ...launch, baseURL });
      await enter(context, person);
      return context;
    },
    kill: async () => {
      const closed = context?.waitForEvent('close');
      for (const pid of processesNaming(profile)) sendSignal(pid, 'SIGKILL');
      await closed;
      context = null;
    },
    remove: async () => {
      await context?.close();
      rmSync(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
    },
  };
}

function processesNaming(folder: string): number[] {
  const table = execFileSync('ps', ['-A', '-ww', '-o', 'pid=,args='], { encoding: 'utf8' });
  return table.split('\n').flatMap((line) => (line.includes(folder) ? [Number.parseInt(line, 10)] : []));
}
