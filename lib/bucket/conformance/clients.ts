import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { type Endpoint, encodePath, send } from './client';

const run = promisify(execFile);

/** A client nobody here wrote, doing what its users do. */
interface Client {
  name: string;
  /** A command that is there when the client is. */
  probe?: [string, ...string[]];
  drive: (place: Place) => Promise<void>;
}

interface Place {
  endpoint: Endpoint;
  bucket: string;
  /** Holds `small.txt`, `sub/ü name.bin` and `large.bin` (20 MiB, so that clients send it in parts). */
  source: string;
  target: string;
  env: NodeJS.ProcessEnv;
}

const files = ['small.txt', 'sub/ü name.bin', 'large.bin'];

const clients: Client[] = [
  { name: 'AWS SDK: put, get', drive: driveSdk },
  { name: 'curl --aws-sigv4: put, get, delete', probe: ['curl', '--version'], drive: driveCurl },
  { name: 'awscli: cp, sync, multipart, rm', probe: ['/usr/bin/aws', '--version'], drive: driveAwsCli },
  { name: 'rclone: copy, sync, multipart, check', probe: ['rclone', 'version'], drive: driveRclone },
];

/** Runs every client; an absent one is a failure, not a skip. Returns the exit code. */
export async function runClients(endpoint: Endpoint): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'bucket-clients-'));
  let failed = 0;
  try {
    const source = await makeFiles(join(folder, 'source'));
    for (const [number, client] of clients.entries()) {
      const bucket = `clients-${randomBytes(4).toString('hex')}`;
      const target = join(folder, `target-${number}`);
      await mkdir(target);
      const place: Place = { endpoint, bucket, source, target, env: environment(endpoint, folder) };
      const problem = await tryClient(client, place);
      if (problem !== null) failed++;
      console.log(
        `  ${problem === null ? 'pass   ' : 'FAIL   '} ${client.name}${problem === null ? '' : `: ${problem}`}`,
      );
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  console.log(`\n${clients.length - failed} passed, ${failed} failed`);
  return failed ? 1 : 0;
}

async function tryClient(client: Client, place: Place): Promise<string | null> {
  try {
    if (client.probe) await run(client.probe[0], client.probe.slice(1));
    const made = await send(place.endpoint, { method: 'PUT', path: `/${place.bucket}` });
    assert.equal(made.status, 200, made.text);
    await client.drive(place);
    return null;
  } catch (error) {
    return (error instanceof Error ? error.message : String(error)).replace(/\s+/g, ' ').slice(0, 400);
  }
}

async function makeFiles(folder: string): Promise<string> {
  await mkdir(join(folder, 'sub'), { recursive: true });
  const sizes = { 'small.txt': 100, 'sub/ü name.bin': 70_000, 'large.bin': 20 * 2 ** 20 };
  for (const [name, size] of Object.entries(sizes)) await writeFile(join(folder, name), randomBytes(size));
  return folder;
}

/** A home of its own: no configuration of this machine's user takes part. */
function environment(
  { url, region, accessKeyId, secretAccessKey }: Endpoint,
  home: string,
): NodeJS.ProcessEnv {
  return {
    NODE_ENV: 'test',
    PATH: '/usr/local/bin:/usr/bin:/bin',
    HOME: home,
    LC_ALL: 'C.UTF-8',
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_DEFAULT_REGION: region,
    AWS_EC2_METADATA_DISABLED: 'true',
    RCLONE_CONFIG_S_TYPE: 's3',
    RCLONE_CONFIG_S_PROVIDER: 'Other',
    RCLONE_CONFIG_S_ACCESS_KEY_ID: accessKeyId,
    RCLONE_CONFIG_S_SECRET_ACCESS_KEY: secretAccessKey,
    RCLONE_CONFIG_S_REGION: region,
    RCLONE_CONFIG_S_ENDPOINT: url.origin,
    RCLONE_CONFIG_S_FORCE_PATH_STYLE: 'true',
    RCLONE_S3_CHUNK_SIZE: '5Mi',
    RCLONE_S3_UPLOAD_CUTOFF: '10Mi',
  };
}

const digest = (data: Buffer) => createHash('sha256').update(data).digest('hex');

/** Every file of the source lies in `folder` too, byte for byte. */
async function expectSameFiles({ source }: Place, folder: string): Promise<void> {
  for (const name of files) {
    const [sent, found] = [await readFile(join(source, name)), await readFile(join(folder, name))];
    assert.equal(digest(found), digest(sent), name);
  }
}

/** The key's ETag shows parts: the client did send it by multipart. */
async function expectMultipart({ endpoint, bucket }: Place, key: string): Promise<void> {
  const { headers } = await send(endpoint, { method: 'HEAD', path: `/${bucket}/${encodePath(key)}` });
  assert.match(String(headers.etag), /-\d+"$/, `${key} was not sent in parts`);
}

async function driveSdk({ endpoint, bucket, source, target }: Place): Promise<void> {
  const { accessKeyId, secretAccessKey, region } = endpoint;
  const credentials = { accessKeyId, secretAccessKey };
  const s3 = new S3Client({ endpoint: endpoint.url.href, region, forcePathStyle: true, credentials });
  await s3.send(new CreateBucketCommand({ Bucket: `${bucket}-sdk` }));
  await mkdir(join(target, 'sub'));
  for (const Key of files) {
    await s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body: await readFile(join(source, Key)) }));
    const got = await s3.send(new GetObjectCommand({ Bucket: bucket, Key }));
    await writeFile(join(target, Key), (await got.Body?.transformToByteArray()) ?? '');
  }
  await expectSameFiles({ source } as Place, target);
  s3.destroy();
}

async function driveCurl(place: Place): Promise<void> {
  const { endpoint, bucket, source, target } = place;
  const { accessKeyId, secretAccessKey, region } = endpoint;
  const signing = [
    '-sS',
    '--fail',
    '--aws-sigv4',
    `aws:amz:${region}:s3`,
    '--user',
    `${accessKeyId}:${secretAccessKey}`,
  ];
  await mkdir(join(target, 'sub'));
  for (const name of files) {
    const url = `${endpoint.url.origin}/${bucket}/${encodePath(name)}`;
    // curl 7.88 signs no payload of its own for S3: it must be told what it sends.
    const unsigned = ['-H', 'x-amz-content-sha256: UNSIGNED-PAYLOAD'];
    await run('curl', [...signing, ...unsigned, '-T', join(source, name), url]);
    await run('curl', [...signing, ...unsigned, '-o', join(target, name), url]);
  }
  await expectSameFiles(place, target);
  const first = `${endpoint.url.origin}/${bucket}/small.txt`;
  await run('curl', [...signing, '-H', 'x-amz-content-sha256: UNSIGNED-PAYLOAD', '-X', 'DELETE', first]);
}

async function driveAwsCli(place: Place): Promise<void> {
  const { endpoint, bucket, source, target, env } = place;
  const aws = (...args: string[]) =>
    run('/usr/bin/aws', ['--endpoint-url', endpoint.url.origin, 's3', ...args], { env });
  await aws('cp', join(source, 'large.bin'), `s3://${bucket}/copied.bin`);
  await expectMultipart(place, 'copied.bin');
  await aws('sync', source, `s3://${bucket}/tree`);
  await aws('cp', `s3://${bucket}/tree/large.bin`, `s3://${bucket}/again.bin`);
  await aws('sync', `s3://${bucket}/tree`, target);
  await expectSameFiles(place, target);
  await aws('rm', `s3://${bucket}`, '--recursive');
  assert.equal((await aws('ls', `s3://${bucket}`)).stdout, '');
}

async function driveRclone(place: Place): Promise<void> {
  const { bucket, source, target, env } = place;
  const rclone = (...args: string[]) => run('rclone', args, { env });
  await rclone('copy', source, `s:${bucket}/tree`);
  await expectMultipart(place, 'tree/large.bin');
  await rclone('check', source, `s:${bucket}/tree`, '--download');
  await rclone('copy', `s:${bucket}/tree`, `s:${bucket}/copy`);
  await rclone('sync', `s:${bucket}/copy`, target);
  await expectSameFiles(place, target);
  await rclone('purge', `s:${bucket}/copy`);
  assert.equal((await rclone('lsf', `s:${bucket}`)).stdout.trim(), 'tree/');
}
