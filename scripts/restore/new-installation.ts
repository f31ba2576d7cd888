import { existsSync } from 'node:fs';
import path from 'node:path';
import { enterEnvironment } from '../local-installation';
import { PlainError } from '../plain-error';
import { ensureDatabase, startPostgres } from '../services/postgres';
import { EMBEDDED_DATABASE } from '../start/app-env';
import { startBucketProcess } from '../start/bucket';
import { prepareDataDir } from '../start/data-dir';
import { findRunningUrl, takeLock } from '../start/lock';
import { makePlan, type Plan } from '../start/plan';
import { readOrMakeSecrets } from '../start/secrets';

const root = path.dirname(path.dirname(import.meta.dirname));

type NewInstallation = {
  /** Runs before the secrets are read: they may be those of a backup. */
  beforeSecrets: (plan: Plan) => void;
  /** Modules that read the environment must be imported inside. */
  use: (databaseUrl: string) => Promise<void>;
};

/**
 * Runs `use` beside the database and bucket of an installation that need not be there yet: what is embedded is made, and
 * runs until the end. Throws PlainError while Sluice runs.
 */
export async function withNewInstallation({ beforeSecrets, use }: NewInstallation): Promise<void> {
  if (existsSync(path.join(root, '.env'))) process.loadEnvFile(path.join(root, '.env'));
  const plan = makePlan({ args: [], variables: process.env, root });
  const runningUrl = findRunningUrl(plan.dataDir);
  if (runningUrl) throw new PlainError(`Sluice is running at ${runningUrl}; stop it first.`);
  prepareDataDir(plan.dataDir);
  const ends: (() => Promise<void> | void)[] = [takeLock(plan.dataDir).release];
  try {
    beforeSecrets(plan);
    const secrets = readOrMakeSecrets(plan.dataDir);
    let databaseUrl: string | undefined;
    if (plan.hasOwnDatabase) {
      const server = await startPostgres({ dir: path.join(plan.dataDir, 'postgres') });
      ends.push(server.stop);
      databaseUrl = server.url(EMBEDDED_DATABASE);
      await ensureDatabase(databaseUrl, EMBEDDED_DATABASE);
    }
    if (plan.bucket) ends.push((await startBucketProcess(plan, secrets)).stop);
    enterEnvironment({ plan, secrets, databaseUrl });
    process.env.SLUICE_LOG_LEVEL ??= 'warn'; // what is said here is for a person
    await use(process.env.DATABASE_URL ?? '');
  } finally {
    for (const end of ends.reverse()) await end();
  }
}
