import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { freePort } from '@/scripts/services/ports';
import { type NodeService, startNodeService } from '@/scripts/start/node-service';

/** The bucket of a cluster: the embedded one in a process of its own, or what S3_ENDPOINT names. */
export type TestBucket = {
  endpoint: string;
  /** What the app needs to reach it, its public address apart. */
  env: Record<string, string>;
  /** Ends it without warning (SIGKILL). Throws for a bucket that is not ours. */
  kill: () => Promise<void>;
  /** Starts it again on the same port and data. */
  start: () => Promise<void>;
  stop: () => Promise<void>;
};

/** S3_ENDPOINT and what belongs to it when the environment has them (npm run test:engines), else a bucket in dir. */
export async function startTestBucket(dir: string): Promise<TestBucket> {
  return process.env.S3_ENDPOINT ? external(process.env.S3_ENDPOINT) : embedded(dir);
}

function external(endpoint: string): TestBucket {
  const no = () => Promise.reject(new Error('This bucket is not ours to end.'));
  return { endpoint, env: {}, kill: no, start: no, stop: async () => {} };
}

async function embedded(dir: string): Promise<TestBucket> {
  const port = await freePort();
  const keys = { id: 'TESTKEY0000000000001', secret: randomBytes(24).toString('base64url') };
  const launch = () =>
    startNodeService({
      name: 'bucket',
      args: [
        ...['--max-semi-space-size=1', '--import', 'tsx', 'lib/bucket/cli.ts'],
        ...['--port', String(port), '--data', path.join(dir, 'bucket')],
      ],
      cwd: process.cwd(),
      env: { ...process.env, SLUICE_BUCKET_KEYS: `${keys.id}:${keys.secret}` },
      graceMs: 8_000,
      noise: /"event"/,
    });
  let service: NodeService | null = await launch();
  return {
    endpoint: `http://127.0.0.1:${port}`,
    env: {
      S3_BUCKET: 'sluice',
      S3_EMBEDDED: 'true',
      AWS_ACCESS_KEY_ID: keys.id,
      AWS_SECRET_ACCESS_KEY: keys.secret,
    },
    kill: async () => {
      if (!service) return;
      process.kill(service.pid, 'SIGKILL');
      await service.exited;
      service = null;
    },
    start: async () => {
      service ??= await launch();
    },
    stop: async () => {
      await service?.stop();
      service = null;
    },
  };
}
