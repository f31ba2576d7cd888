import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ensureDatabase, startPostgres } from '@/scripts/services/postgres';
import { type Answers, type AppProxy, startAppProxy } from './app-proxy';
import { type FaultProxy, startFaultProxy } from './fault-proxy';
import { type Instance, startInstance } from './instance';
import { admin, raiseLimits, type Site, signIn } from './people';
import { startTestBucket, type TestBucket } from './test-bucket';

/**
 * Several Sluices behind a load balancer, over one database and one bucket, with a fault proxy on each way to the bucket.
 */
export type Cluster = {
  /** The address people use: the load balancer's. For createPerson and signIn. */
  site: Site;
  url: string;
  proxy: AppProxy;
  instances: readonly Instance[];
  bucket: TestBucket;
  /** On the way from browsers and programs to the bucket. */
  faults: FaultProxy;
  /** On the way from the apps to the bucket. */
  innerFaults: FaultProxy;
  /** Connection string of the database all share. */
  databaseUrl: string;
  /** What every process of it is started with. */
  env: Record<string, string>;
  stop: () => Promise<void>;
};

/** `answers`: what the load balancer answers by itself. */
type Options = { instances?: number; env?: Record<string, string>; answers?: Answers };

/** Starts a cluster (two instances) with an admin and raised rate limits. Needs the production build. */
export async function startCluster({
  instances: count = 2,
  env = {},
  answers,
}: Options = {}): Promise<Cluster> {
  const parent = process.env.SLUICE_TEST_DIR ?? os.tmpdir();
  mkdirSync(parent, { recursive: true });
  const dir = mkdtempSync(path.join(parent, 'sluice-cluster-'));
  const ends: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (const end of ends.reverse()) await end();
    rmSync(dir, { recursive: true, force: true });
  };
  try {
    const postgres = await startPostgres({ dir: path.join(dir, 'postgres'), durable: false });
    ends.push(postgres.stop);
    await ensureDatabase(postgres.url('postgres'), 'sluice');
    const bucket = await startTestBucket(dir);
    ends.push(bucket.stop);
    const faults = await startFaultProxy(bucket.endpoint);
    ends.push(faults.close);
    const innerFaults = await startFaultProxy(bucket.endpoint);
    ends.push(innerFaults.close);
    const instances: Instance[] = [];
    const proxy = await startAppProxy(
      () => Array.from({ length: count }, (_, index) => instances[index]?.address() ?? null),
      answers,
    );
    ends.push(proxy.close);
    const site = { url: proxy.url, password: randomBytes(12).toString('base64url') };
    const shared = {
      ...bucket.env,
      // A bucket that others use too (npm run test:engines) holds one Sluice a prefix.
      S3_PREFIX: `cluster-${randomBytes(6).toString('hex')}/`,
      S3_ENDPOINT: innerFaults.url,
      S3_PUBLIC_ENDPOINT: faults.url,
      DATABASE_URL: postgres.url('sluice'),
      SLUICE_URL: proxy.url,
      SLUICE_SECRET: randomBytes(32).toString('base64url'),
      SLUICE_ADMIN_EMAIL: admin.email,
      SLUICE_ADMIN_PASSWORD: site.password,
      ...env,
    };
    // One after another: the first one migrates the database.
    for (let index = 0; index < count; index += 1) {
      const instance = await startInstance({ dir: path.join(dir, `instance-${index}`), env: shared });
      instances.push(instance);
      ends.push(async () => {
        if (instance.address()) await instance.stop();
      });
    }
    const api = await signIn(admin.email, site);
    await raiseLimits(api);
    await api.dispose();
    return {
      site,
      url: proxy.url,
      proxy,
      instances,
      bucket,
      faults,
      innerFaults,
      databaseUrl: postgres.url('sluice'),
      env: shared,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
