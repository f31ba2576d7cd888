import { spawn } from 'node:child_process';
import { PlainError } from '../plain-error';
import { HELD } from './held.mjs';
import { type Release, TYPESCRIPT } from './node-service';

export type Prepared = {
  /** Migrations applied just now. */
  migrations: string[];
  /** The one-time code of the set-up page; null once somebody can sign in. */
  setupCode: string | null;
};
export type PrepareAnswer = { prepared: Prepared } | { failure: string };

/**
 * Runs scripts/prepare.ts with the app's environment, once released, and gives its result. Throws PlainError with its
 * sentence, or what kept it from being released.
 */
export function prepareApp({
  root,
  env,
  release,
  signal,
}: {
  root: string;
  env: Record<string, string | undefined>;
  release: Release;
  /** Ends it: it may be waiting for a database. */
  signal: AbortSignal;
}): Promise<Prepared> {
  const child = spawn(process.execPath, [...TYPESCRIPT, 'scripts/prepare.ts', HELD], {
    cwd: root,
    env: env as NodeJS.ProcessEnv,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const end = () => void child.kill();
  signal.addEventListener('abort', end);
  return new Promise((resolve, reject) => {
    release.then(
      (env) => child.connected && child.send({ env }),
      (error) => {
        end();
        reject(error);
      },
    );
    let answer: PrepareAnswer | undefined;
    child.once('message', (message) => {
      answer = message as PrepareAnswer;
    });
    child.once('error', reject);
    child.once('exit', () => {
      signal.removeEventListener('abort', end);
      if (!answer) reject(new PlainError('Database and storage could not be prepared; the reason is above.'));
      else if ('failure' in answer) reject(new PlainError(answer.failure));
      else resolve(answer.prepared);
    });
  });
}
