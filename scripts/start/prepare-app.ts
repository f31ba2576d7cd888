import { spawn } from 'node:child_process';
import { PlainError } from '../plain-error';
import { TYPESCRIPT } from './node-service';

export type Prepared = { setupCode: string | null };

/** Runs scripts/prepare.ts with the app's environment and gives its result. Throws PlainError; the child has said why. */
export function prepareApp({
  root,
  env,
}: {
  root: string;
  env: Record<string, string | undefined>;
}): Promise<Prepared> {
  const child = spawn(process.execPath, [...TYPESCRIPT, 'scripts/prepare.ts'], {
    cwd: root,
    env: env as NodeJS.ProcessEnv,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  return new Promise((resolve, reject) => {
    let prepared: Prepared | undefined;
    child.once('message', (message) => {
      prepared = message as Prepared;
    });
    child.once('error', reject);
    child.once('exit', (code) => {
      if (code === 0 && prepared) resolve(prepared);
      else reject(new PlainError('Sluice could not be prepared; the reason is above.'));
    });
  });
}
