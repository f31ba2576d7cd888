import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { PlainError } from './plain-error';
import { readPassword, startPostgres, toConnectionUrl } from './services/postgres';
import { readPidFile } from './services/postgres-leftover';
import { isAlive } from './services/processes';
import { EMBEDDED_DATABASE, toAppEnv } from './start/app-env';
import { startBucketProcess } from './start/bucket';
import { findRunningUrl, takeLock } from './start/lock';
import { makePlan, type Plan } from './start/plan';
import { readOrMakeSecrets, type Secrets } from './start/secrets';

const root = path.dirname(import.meta.dirname);

/** What a command at the machine needs: the database alone, or the bucket too. */
type Need = 'database' | 'database and bucket';

/**
 * Runs work with the environment of the installation that is set up here, whether Sluice runs or not: what the
 * environment names is used as it is; what is embedded is found where it runs, or started for the moment. Modules that
 * read the environment must be imported inside work. Throws PlainError where there is no installation yet.
 */
export async function withLocalInstallation<Result>(
  need: Need,
  work: (plan: Plan) => Promise<Result>,
): Promise<Result> {
  if (existsSync(path.join(root, '.env'))) process.loadEnvFile(path.join(root, '.env'));
  const plan = planOf(process.env);
  const needsBucket = need === 'database and bucket' && plan.bucket !== null;
  const postgres = path.join(plan.dataDir, 'postgres');
  if (plan.hasOwnDatabase && !readPassword(postgres))
    throw new PlainError(`There is no Sluice in ${plan.dataDir} yet; start it once with npm start.`);
  const running = runningDatabaseUrl(postgres);
  const mustStart = {
    database: plan.hasOwnDatabase && !running,
    bucket: needsBucket && !(await answers(plan)),
  };
  const ends: (() => Promise<void> | void)[] = [];
  try {
    if (mustStart.database) ends.push(takeLock(plan.dataDir).release);
    mkdirSync(plan.dataDir, { recursive: true, mode: 0o700 });
    const secrets = readOrMakeSecrets(plan.dataDir);
    const databaseUrl = await databaseUrlOf({ plan, running, dir: postgres, ends });
    if (mustStart.bucket) ends.push((await startBucketProcess(plan, secrets)).stop);
    enterEnvironment({ plan, secrets, databaseUrl });
    return await work(plan);
  } finally {
    for (const end of ends.reverse()) await end();
  }
}

/** The plan of the next start; while Sluice runs, its ports are those it runs on, whatever the environment says here. */
function planOf(variables: NodeJS.ProcessEnv): Plan {
  const plan = makePlan({ args: [], variables, root });
  const url = findRunningUrl(plan.dataDir);
  if (!url || !new URL(url).port || plan.env.SLUICE_URL) return plan;
  return makePlan({ args: [], variables: { ...variables, PORT: new URL(url).port, SLUICE_URL: url }, root });
}

function runningDatabaseUrl(dir: string): string | undefined {
  const server = readPidFile(path.join(dir, 'data'));
  const password = readPassword(dir);
  if (!server || !password || !isAlive(server.pid)) return undefined;
  return toConnectionUrl({ password, port: server.port, database: EMBEDDED_DATABASE });
}

/** Whether something listens where the embedded bucket would; any answer will do. */
async function answers({ bucket }: Plan): Promise<boolean> {
  if (!bucket) return false;
  try {
    await fetch(`http://127.0.0.1:${bucket.port}`, { signal: AbortSignal.timeout(3_000) });
    return true;
  } catch {
    return false;
  }
}

type Database = {
  plan: Plan;
  running: string | undefined;
  dir: string;
  ends: (() => Promise<void> | void)[];
};

async function databaseUrlOf({ plan, running, dir, ends }: Database): Promise<string | undefined> {
  if (!plan.hasOwnDatabase) return undefined;
  if (running) return running;
  const server = await startPostgres({ dir });
  ends.push(server.stop);
  return server.url(EMBEDDED_DATABASE);
}

type Parts = { plan: Plan; secrets: Secrets; databaseUrl: string | undefined };

/** Makes this process one of the app's: what it imports from now on finds database and bucket. */
export function enterEnvironment({ plan, secrets, databaseUrl }: Parts): void {
  const env = toAppEnv({ plan, secrets, databaseUrl, frontToken: undefined });
  for (const [name, value] of Object.entries(env)) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
}
