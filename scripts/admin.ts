import { existsSync } from 'node:fs';
import path from 'node:path';
import { describeFailure } from './describe-failure';
import { PlainError } from './plain-error';
import { readPassword, startPostgres, toConnectionUrl } from './services/postgres';
import { readPidFile } from './services/postgres-leftover';
import { isAlive } from './services/processes';
import { EMBEDDED_DATABASE, toAppEnv } from './start/app-env';
import { findRunningUrl, takeLock } from './start/lock';
import { makePlan, type Plan } from './start/plan';
import { readOrMakeSecrets } from './start/secrets';

const USAGE = `Usage: npm run admin -- reset-password EMAIL
  Prints a link with which that person chooses a new password. Works while Sluice runs and while it does not.`;

const root = path.dirname(import.meta.dirname);

/** `npm run admin`: what somebody at the machine may do who cannot sign in. */
async function main([command, email, ...rest]: string[]): Promise<void> {
  if (command !== 'reset-password' || !email || rest.length > 0) throw new PlainError(USAGE);
  if (existsSync(path.join(root, '.env'))) process.loadEnvFile(path.join(root, '.env'));
  const plan = makePlan({ args: [], variables: process.env, root });
  await withDatabase(plan, async (databaseUrl) => {
    const secrets = readOrMakeSecrets(plan.dataDir);
    Object.assign(process.env, withoutGaps(toAppEnv({ plan, secrets, databaseUrl, frontToken: undefined })));
    // Only now: these modules read the environment when they are first used.
    const { issuePasswordReset } = await import('@/lib/users/password-reset');
    const { path: page } = await issuePasswordReset(email);
    console.log(
      `Within 24 hours, open\n\n  ${new URL(page, findRunningUrl(plan.dataDir) ?? plan.url)}\n\nand choose a new password.`,
    );
  });
}

/** Hands the database's address to use: the configured one, the running embedded one, or one started for the moment. */
async function withDatabase(
  plan: Plan,
  use: (databaseUrl: string | undefined) => Promise<void>,
): Promise<void> {
  if (!plan.hasOwnDatabase) return use(undefined);
  const dir = path.join(plan.dataDir, 'postgres');
  const running = readPidFile(path.join(dir, 'data'));
  const password = readPassword(dir);
  if (!password)
    throw new PlainError(`There is no Sluice in ${plan.dataDir} yet; start it once with npm start.`);
  if (running && isAlive(running.pid)) {
    return use(toConnectionUrl({ password, port: running.port, database: EMBEDDED_DATABASE }));
  }
  const lock = takeLock(plan.dataDir);
  const server = await startPostgres({ dir });
  try {
    await use(server.url(EMBEDDED_DATABASE));
  } finally {
    await server.stop();
    lock.release();
  }
}

function withoutGaps(env: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

try {
  await main(process.argv.slice(2));
  // The app's database pool keeps the process for a while.
  process.exit(0);
} catch (error) {
  console.error(describeFailure(error, { databaseUrl: process.env.DATABASE_URL }));
  process.exit(1);
}
