import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type CDPSession, chromium, type Page } from '@playwright/test';
import type { Contest, Result } from './page/run';
import type { Site } from './site';

const systemBrowsers = [process.env.CHROMIUM_PATH, '/usr/bin/chromium', '/usr/bin/google-chrome-stable'];

/** A headless Chromium on the bench's page. */
export type Bench = {
  page: Page;
  /** Begins a contest in a fresh page: no memory of the one before. */
  begin: (contest: Contest, file?: string) => Promise<{ done: Promise<Result> }>;
  /** Runs a contest to its end. */
  run: (contest: Contest, file?: string) => Promise<Result>;
  /** Used heap of the page after a collection, in bytes. */
  heapBytes: () => Promise<number>;
  stop: () => Promise<void>;
};

/** `namespace`: the network namespace whose end of the link the browser is on. */
export async function startBench(site: Pick<Site, 'url' | 'cookies'>, namespace?: string): Promise<Bench> {
  const dir = mkdtempSync(path.join(os.tmpdir(), 'sluice-bench-'));
  const found = systemBrowsers.find((candidate) => candidate && existsSync(candidate));
  const executablePath = namespace ? inNamespace(dir, namespace, found ?? chromium.executablePath()) : found;
  const browser = await chromium.launch({
    ...(executablePath ? { executablePath } : {}),
    args: [
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      // Over the link's address the page is no secure context, and SHA-256 would come from WebAssembly.
      `--unsafely-treat-insecure-origin-as-secure=${site.url}`,
      '--disable-background-networking',
      '--disable-gpu',
    ],
  });
  const context = await browser.newContext();
  await context.addCookies(site.cookies);
  let page = await context.newPage();
  let cdp: CDPSession = await context.newCDPSession(page);
  const fresh = async () => {
    await page.close();
    page = await context.newPage();
    cdp = await context.newCDPSession(page);
    await page.goto(`${site.url}/bench/`);
    await page.waitForFunction(() => 'benchRun' in window);
  };
  const begin = async (contest: Contest, file?: string) => {
    await fresh();
    if (file) await page.setInputFiles('input', file);
    return { done: page.evaluate((asked) => window.benchRun(asked), contest) };
  };
  return {
    get page() {
      return page;
    },
    begin,
    run: async (contest, file) => (await begin(contest, file)).done,
    heapBytes: async () => {
      await cdp.send('HeapProfiler.collectGarbage');
      return (await cdp.send('Runtime.getHeapUsage')).usedSize;
    },
    stop: async () => {
      await browser.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** Playwright talks to the browser by pipes, which pass between network namespaces. */
function inNamespace(dir: string, namespace: string, program: string): string {
  const script = path.join(dir, 'chromium');
  writeFileSync(script, `#!/bin/sh\nexec ip netns exec ${namespace} ${program} "$@"\n`);
  chmodSync(script, 0o755);
  return script;
}
