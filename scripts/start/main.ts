import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { EnvError } from '@/lib/platform/env';
import { parseTrustedProxies } from '../front/addresses';
import { type Front, startFront } from '../front/front';
import { allowedHosts } from '../front/hosts';
import { describeError, PlainError } from '../plain-error';
import { freePort, isPortFree } from '../services/ports';
import { ensureDatabase, startPostgres } from '../services/postgres';
import { announcement } from './announce';
import { EMBEDDED_DATABASE, toAppEnv } from './app-env';
import { startBucketProcess } from './bucket';
import { ensureBuild, ensureClient } from './build';
import { prepareDataDir } from './data-dir';
import { type Lock, takeLock } from './lock';
import { type Release, startNodeService } from './node-service';
import { makePlan, type Plan } from './plan';
import { type Prepared, prepareApp } from './prepare-app';
import { readOrMakeSecrets, type Secrets } from './secrets';
import { type Service, supervise } from './supervise';

/** Everything that runs, in the order in which it ends. */
type Parts = { front?: Front; app?: Service; bucket?: Service; postgres?: Service; lock?: Lock };

const parts: Parts = {};
const root = path.dirname(path.dirname(import.meta.dirname));
/** Read late: .env may name it. */
const distDir = () => process.env.SLUICE_DIST_DIR ?? '.next';
let state: 'starting' | 'running' | 'stopping' = 'starting';
const stopAsked = new AbortController();

async function start(): Promise<void> {
  const begin = performance.now();
  if (existsSync(path.join(root, '.env'))) process.loadEnvFile(path.join(root, '.env'));
  const plan = makePlan({ args: process.argv.slice(2), variables: process.env, root });
  prepareDataDir(plan.dataDir);
  parts.lock = takeLock(plan.dataDir);
  const secrets = readOrMakeSecrets(plan.dataDir);
  const frontToken = randomBytes(24).toString('base64url');
  parts.front = await openFront(plan, frontToken);
  parts.lock.setUrl(plan.url);
  await requireBucketPort(plan);
  checkpoint();

  const job = { root, say, signal: stopAsked.signal };
  await ensureClient(job);
  if (!plan.isDev) await ensureBuild(job, distDir());
  checkpoint();

  const { setupCode } = await startServices(plan, secrets, frontToken);
  checkpoint();

  state = 'running';
  console.log(announcement({ plan, setupCode, seconds: (performance.now() - begin) / 1_000 }));
}

/** Database and bucket, then what must be true of them, then the app: each begins after the other, all load at once. */
async function startServices(plan: Plan, secrets: Secrets, frontToken: string): Promise<Prepared> {
  if (plan.hasOwnDatabase || plan.bucket) say('Starting the database and the bucket …');
  const stores = startStores(plan, secrets);
  const env = toAppEnv({ plan, secrets, databaseUrl: undefined, frontToken });
  const prepared = prepareApp({
    root,
    env,
    release: next(stores, 'Preparing database and storage …'),
    signal: stopAsked.signal,
  });
  const updated = prepared.then(({ migrations }) => {
    if (migrations.length > 0) say(`Database updated: ${migrations.join(', ')}`);
    return stores;
  });
  const app = startApp(plan, env, next(updated, 'Starting the app …'));
  // What fails last fails because of what failed first.
  for (const step of await Promise.allSettled([stores, prepared, app]))
    if (step.status === 'rejected') throw step.reason;
  return prepared;
}

/** The release of the step that follows, which is said when it comes. */
async function next(step: Release, line: string): Release {
  const env = await step;
  checkpoint();
  say(line);
  return env;
}

/** The environment of those who use them. */
async function startStores(plan: Plan, secrets: Secrets): Release {
  const [database, bucket] = await Promise.allSettled([startDatabase(plan), startBucket(plan, secrets)]);
  if (database.status === 'rejected') throw database.reason;
  if (bucket.status === 'rejected') throw bucket.reason;
  return database.value ? { DATABASE_URL: database.value } : {};
}

function openFront(plan: Plan, token: string): Promise<Front> {
  const { env, host, url, lanAddress, isDev } = plan;
  return startFront({
    host,
    port: env.PORT,
    url,
    hosts: allowedHosts({ urls: [url], port: env.PORT, lanAddress }),
    trusted: parseTrustedProxies(env.SLUICE_TRUSTED_PROXIES),
    token,
    ...(isDev ? { allowUpgrade: true } : { statics: path.join(root, distDir(), 'static') }),
  });
}

/** Asked before the long steps: nobody should wait for a build to learn this. */
async function requireBucketPort({ bucket, host }: Plan): Promise<void> {
  if (!bucket || (await isPortFree(bucket.port, host))) return;
  throw new PlainError(
    `Port ${bucket.port}, for the bucket, is taken by another program; end that one, or set SLUICE_BUCKET_PORT to another.`,
  );
}

async function startDatabase(plan: Plan): Promise<string | undefined> {
  if (!plan.hasOwnDatabase) return undefined;
  // One port for the whole run: the app keeps its address while the server is started again.
  const port = await freePort();
  const dir = path.join(plan.dataDir, 'postgres');
  let url = '';
  parts.postgres = await supervise({
    name: 'database',
    start: () => startPostgres({ dir, port }),
    onUp: (server) => {
      url = server.url(EMBEDDED_DATABASE);
    },
    onGiveUp,
    say,
  });
  await ensureDatabase(url, EMBEDDED_DATABASE);
  return url;
}

async function startBucket(plan: Plan, secrets: Secrets): Promise<void> {
  if (!plan.bucket) return;
  parts.bucket = await supervise({
    name: 'bucket',
    start: () => startBucketProcess(plan, secrets),
    onGiveUp,
    say,
  });
}

async function startApp(
  plan: Plan,
  env: Record<string, string | undefined>,
  release: Release,
): Promise<void> {
  parts.app = await supervise({
    name: 'app',
    start: () =>
      startNodeService({
        name: 'app',
        args: ['scripts/start/app.mjs'],
        cwd: plan.root,
        env,
        graceMs: 20_000,
        noise: /Running next\.config/,
        release,
      }),
    onUp: ({ port }) => parts.front?.setApp(port),
    onDown: () => parts.front?.setApp(null),
    onGiveUp,
    say,
  });
}

/** Ends a start between two steps once somebody asked to stop. */
function checkpoint(): void {
  if (stopAsked.signal.aborted) throw new PlainError('Stopped before it was ready.');
}

function onGiveUp(name: string): void {
  void stop(
    1,
    `The ${name} ended four times within a minute, so everything is stopped. What it said is above.`,
  );
}

/** Ends all parts, callers first: no request meets a missing database. */
async function stop(exitCode: number, reason?: string): Promise<void> {
  if (state === 'stopping') return;
  state = 'stopping';
  if (reason) console.error(reason);
  // The front begins to refuse at once and waits for answers under way, which need the rest.
  await parts.front?.close();
  await parts.app?.stop();
  await parts.bucket?.stop();
  await parts.postgres?.stop();
  parts.lock?.release();
  process.exit(exitCode);
}

function onSignal(): void {
  if (state === 'stopping' || stopAsked.signal.aborted) return;
  stopAsked.abort();
  console.log('\nStopping …');
  if (state === 'running') void stop(0);
}

function say(line: string): void {
  console.log(line);
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal);
try {
  await start();
} catch (error) {
  const isKnown = error instanceof EnvError;
  await stop(stopAsked.signal.aborted ? 130 : 1, isKnown ? error.message : describeError(error));
}
