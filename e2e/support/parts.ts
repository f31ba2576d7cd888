import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { ListMultipartUploadsCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import pg from 'pg';
import { readPassword, toConnectionUrl } from '@/scripts/services/postgres';
import { readPidFile } from '@/scripts/services/postgres-leftover';
import { EMBEDDED_BUCKET, EMBEDDED_DATABASE } from '@/scripts/start/app-env';
import { readOrMakeSecrets } from '@/scripts/start/secrets';
import type { Stack } from './stack';

export type PartName = 'app' | 'bucket' | 'database';

const command: Record<Exclude<PartName, 'database'>, string> = {
  app: 'scripts/start/app.mjs',
  bucket: 'lib/bucket/cli.ts',
};

/** The process that is this part of stack now; null while it is started again. */
export function findPart(stack: Stack, part: PartName): number | null {
  if (part === 'database') return readPidFile(path.join(stack.dir, 'data/postgres/data'))?.pid ?? null;
  const { stdout } = spawnSync('ps', ['-axo', 'pid=,ppid=,args='], { encoding: 'utf8' });
  const found = stdout
    .split('\n')
    .map((line) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line))
    .find((match) => Number(match?.[2]) === stack.pid && match?.[3]?.includes(command[part]));
  return found ? Number(found[1]) : null;
}

/** Connection string of the embedded database of stack. */
export function databaseUrlOf(stack: Stack): string {
  const dir = path.join(stack.dir, 'data/postgres');
  const port = readPidFile(path.join(dir, 'data'))?.port;
  const password = readPassword(dir);
  if (!port || !password) throw new Error('the database is not running');
  return toConnectionUrl({ password, port, database: EMBEDDED_DATABASE });
}

/** Runs one statement on the embedded database of stack. */
export async function query<Row extends pg.QueryResultRow>(stack: Stack, sql: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: databaseUrlOf(stack) });
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

/** Every key in the embedded bucket of stack, and how many multipart uploads are open there. */
export async function listBucket(stack: Stack): Promise<{ keys: string[]; openMultiparts: number }> {
  const secrets = readOrMakeSecrets(path.join(stack.dir, 'data'));
  const client = new S3Client({
    endpoint: `http://127.0.0.1:${Number(new URL(stack.url).port) + 1}`,
    region: 'us-east-1',
    forcePathStyle: true,
    credentials: {
      accessKeyId: secrets.bucketAccessKeyId,
      secretAccessKey: secrets.bucketSecretAccessKey,
    },
  });
  try {
    const keys: string[] = [];
    let token: string | undefined;
    do {
      const page = await client.send(
        new ListObjectsV2Command({ Bucket: EMBEDDED_BUCKET, ContinuationToken: token }),
      );
      keys.push(...(page.Contents ?? []).map(({ Key = '' }) => Key));
      token = page.NextContinuationToken;
    } while (token);
    const { Uploads = [] } = await client.send(new ListMultipartUploadsCommand({ Bucket: EMBEDDED_BUCKET }));
    return { keys, openMultiparts: Uploads.length };
  } finally {
    client.destroy();
  }
}
