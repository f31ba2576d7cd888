import { existsSync } from 'node:fs';
import path from 'node:path';
import { PlainError } from '../plain-error';
import { ensureDatabase, readPassword, startPostgres, toConnectionUrl } from '../services/postgres';
import { readPidFile } from '../services/postgres-leftover';
import { isAlive } from '../services/processes';
import { EMBEDDED_DATABASE, toAppEnv } from '../start/app-env';
import { startBucketProcess } from '../start/bucket';
import { prepareDataDir } from '../start/data-dir';
import { findRunningUrl, takeLock } from '../start/lock';
import { makePlan, type Plan } from '../start/plan';
import { readOrMakeSecrets } from '../start/secrets';

const root = path.dirname(path.dirname(import.meta.dirname));

export type Installation = { plan: Plan; isRunning: boolean; databaseUrl: string };

/** What ends what was started, the youngest first. */
type Ends = (() => Promise<void> | void)[];

type Wanted = {
  /** Make what is not there yet, and refuse a Sluice that runs. */
  isNew?: boolean;
  /** Runs before the secrets are read: a restore puts back those of the backup. */
  beforeSecrets?: (plan: Plan) => void;
};

/**
 * Runs use beside this installation's database and bucket, with the app's environment in process.env: those of the
 * running Sluice, or embedded ones started for the moment. Modules of lib/ may be imported inside use only.
 */
export async function withInstallation(
  { isNew = false, beforeSecrets }: Wanted,
  use: (installation: Installation) => Promise<void>,
): Promise<void> {
  if (existsSync(path.join(root, '.env'))) process.loadEnvFile(path.join(root, '.env'));
  const plan = makePlan({ args: [], variables: process.env, root });
  const runningUrl = findRunningUrl(plan.dataDir);
  if (isNew && runningUrl) throw new PlainError(`Sluice is running at ${runningUrl}; stop it first.`);
  const isEmbedded = plan.hasOwnDatabase || plan.bucket !== null;
  if (!isNew && isEmbedded && !existsSync(path.join(plan.dataDir, 'secrets.json'))) throw noSluice(plan);

  const ends: Ends = [];
  try {
    if (!runningUrl) {
      prepareDataDir(plan.dataDir);
      const lock = takeLock(plan.dataDir);
      ends.unshift(() => lock.release());
    }
    beforeSecrets?.(plan);
    const secrets = readOrMakeSecrets(plan.dataDir);
    const databaseUrl = await databaseOf(plan, isNew, ends);
    if (plan.bucket && !runningUrl) {
      const bucket = await startBucketProcess(plan, secrets);
      ends.unshift(() => bucket.stop());
    }
    const env = toAppEnv({ plan, secrets, databaseUrl, frontToken: undefined });
    for (const [name, value] of Object.entries(env)) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
    process.env.SLUICE_LOG_LEVEL ??= 'warn'; // what is said here is for a person
    await use({ plan, isRunning: runningUrl !== null, databaseUrl: process.env.DATABASE_URL ?? '' });
  } finally {
    for (const end of ends) await end();
  }
}

function noSluice({ dataDir }: Plan): PlainError {
  return new PlainError(`There is no Sluice in ${dataDir} yet; start it once with npm start.`);
}

/** The embedded database's address: of the one that runs, or of one started until the end. Undefined with one's own. */
async function databaseOf(plan: Plan, isNew: boolean, ends: Ends): Promise<string | undefined> {
  if (!plan.hasOwnDatabase) return undefined;
  const dir = path.join(plan.dataDir, 'postgres');
  const running = readPidFile(path.join(dir, 'data'));
  const password = readPassword(dir);
  if (!password && !isNew) throw noSluice(plan);
  if (running && password && isAlive(running.pid))
    return toConnectionUrl({ password, port: running.port, database: EMBEDDED_DATABASE });
  const server = await startPostgres({ dir });
  ends.unshift(() => server.stop());
  const url = server.url(EMBEDDED_DATABASE);
  await ensureDatabase(url, EMBEDDED_DATABASE);
  return url;
}
