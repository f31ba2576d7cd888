import { execFile, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { findObject } from '@/lib/storage/head-object';
import { makeTestBucket, type TestBucket } from '@/lib/storage/testing/test-bucket';

/** Each with what tells whether its tool is on this machine; the SDK always is. */
const recipes = [
  { name: 'the JavaScript SDK', command: 'node', script: 'presign.mjs', probe: ['node', '--version'] },
  { name: 'boto3', command: 'python3', script: 'presign.py', probe: ['python3', '-c', 'import boto3'] },
  { name: 'aws s3 presign', command: 'sh', script: 'presign.sh', probe: ['aws', '--version'] },
].filter(({ probe: [command = '', ...args] }) => spawnSync(command, args).status === 0);

let bucket: TestBucket;
let dir: string;
beforeAll(async () => {
  bucket = await makeTestBucket();
  dir = mkdtempSync(path.join(os.tmpdir(), 'sluice-recipes-'));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

it.each(recipes)(
  '$name signs for the embedded bucket as examples/own-bucket/$script shows',
  async (recipe) => {
    const { endpoint, accessKeyId, secretAccessKey } = inject('services').storage;
    const file = path.join(dir, 'some.bin');
    writeFileSync(file, randomBytes(50_000));
    const key = `recipes/${recipe.script} ü.bin`;
    const { stdout } = await promisify(execFile)(
      recipe.command,
      [`examples/own-bucket/${recipe.script}`, key, file],
      {
        env: {
          ...process.env,
          S3_ENDPOINT: endpoint,
          S3_BUCKET: bucket.on.config.bucket,
          AWS_ACCESS_KEY_ID: accessKeyId,
          AWS_SECRET_ACCESS_KEY: secretAccessKey,
        },
      },
    );
    expect(stdout).toContain('50000 bytes');
    expect(await findObject(key, bucket.on)).toMatchObject({ sizeBytes: 50_000 });
  },
);
