import { execFile, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { CreateBucketCommand, PutBucketCorsCommand, S3Client } from '@aws-sdk/client-s3';
import { freePort } from '../services/ports';

/** What the app needs to know of an engine that is not its own. */
export type Engine = { name: string; env: Record<string, string>; stop: () => Promise<void> };

const script = 'tools/ceph-rgw.sh';

/** A real Ceph (mon, osd, radosgw) on loopback, with an empty bucket that allows every origin. Debian as root only. */
export async function startCeph(): Promise<Engine> {
  // Short on purpose: daemons keep unix sockets in here, and such a path has at most 107 characters.
  const dir = mkdtempSync(path.join(os.tmpdir(), 'ceph-'));
  const settings = {
    ...process.env,
    CEPH_DIR: path.join(dir, 'c'),
    CEPH_STORE: 'memstore',
    CEPH_MGR: '0',
    CEPH_DISK: '2G',
    RGW_PORT: String(await freePort()),
  };
  const stop = async () => {
    await promisify(execFile)('bash', [script, 'stop'], { env: settings });
    rmSync(dir, { recursive: true, force: true });
  };
  try {
    await shown('bash', [script, 'start'], settings);
    const { stdout } = await promisify(execFile)('bash', [script, 'env'], { env: settings });
    const value = (name: string) => new RegExp(`^export ${name}=(.*)$`, 'm').exec(stdout)?.[1] ?? '';
    const env = {
      S3_ENDPOINT: value('S3_ENDPOINT'),
      S3_BUCKET: 'sluice-engines',
      AWS_ACCESS_KEY_ID: value('AWS_ACCESS_KEY_ID'),
      AWS_SECRET_ACCESS_KEY: value('AWS_SECRET_ACCESS_KEY'),
    };
    await prepareBucket(env);
    return { name: 'Ceph RGW', env, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function shown(command: string, args: string[], env: NodeJS.ProcessEnv): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { env, stdio: ['ignore', 'ignore', 'inherit'] });
    child.once('error', reject);
    child.once('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`${command} ${args.join(' ')} ended with ${code}`)),
    );
  });
}

/** What an admin does once on a bucket of their own: create it and let browsers reach it. */
async function prepareBucket({
  S3_ENDPOINT,
  S3_BUCKET,
  AWS_ACCESS_KEY_ID,
  AWS_SECRET_ACCESS_KEY,
}: Record<string, string>): Promise<void> {
  const client = new S3Client({
    endpoint: S3_ENDPOINT,
    region: 'us-east-1',
    forcePathStyle: true,
    credentials: { accessKeyId: AWS_ACCESS_KEY_ID ?? '', secretAccessKey: AWS_SECRET_ACCESS_KEY ?? '' },
    requestChecksumCalculation: 'WHEN_REQUIRED',
  });
  await client.send(new CreateBucketCommand({ Bucket: S3_BUCKET }));
  const everything = {
    AllowedOrigins: ['*'],
    AllowedMethods: ['GET', 'PUT', 'POST', 'HEAD'],
    AllowedHeaders: ['*'],
    ExposeHeaders: ['ETag', 'Content-Range', 'Accept-Ranges'],
    MaxAgeSeconds: 3600,
  };
  await client.send(
    new PutBucketCorsCommand({ Bucket: S3_BUCKET, CORSConfiguration: { CORSRules: [everything] } }),
  );
  client.destroy();
}
