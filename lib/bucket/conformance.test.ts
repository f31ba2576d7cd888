import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, test } from 'vitest';
import type { Endpoint } from './conformance/client';
import { checks, openSuite, type SuiteRun } from './conformance/suite';
import { type RunningBucket, startBucket } from './index';

/** The same checks that run against any endpoint with `npm run test:s3`, on a bucket of this process. */
let folder: string;
let bucket: RunningBucket;
let suite: SuiteRun;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bucket-conformance-'));
  const key = { accessKeyId: 'CONFORMANCE', secretAccessKey: 'conformance-secret' };
  bucket = await startBucket({ port: 0, dataDir: folder, keys: [key], minFreeFraction: 0.01 });
  const endpoint: Endpoint = { url: new URL(bucket.url), region: 'us-east-1', ...key };
  suite = await openSuite(endpoint);
});

afterAll(async () => {
  await suite.cleanUp();
  await bucket.close();
  await rm(folder, { recursive: true });
});

for (const area of new Set(checks.map((check) => check.area)))
  describe(area, () => {
    for (const check of checks.filter((candidate) => candidate.area === area))
      test(check.name, () => suite.run(check));
  });
