import { randomBytes } from 'node:crypto';
import { S3Client } from '@aws-sdk/client-s3';
import { browserChecks } from './browser.checks';
import type { Bench, Check } from './check';
import { elements } from './check';
import { type Endpoint, encodePath, send } from './client';
import { integrityChecks } from './integrity.checks';
import { keyChecks } from './keys.checks';
import { multipartChecks } from './multipart.checks';
import { objectChecks } from './objects.checks';
import { rangeChecks } from './ranges.checks';
import { signingChecks } from './signing.checks';

/** Every behaviour the suite knows, in the order of its table. */
export const checks: Check[] = [
  ...signingChecks,
  ...objectChecks,
  ...rangeChecks,
  ...integrityChecks,
  ...keyChecks,
  ...multipartChecks,
  ...browserChecks,
];

export interface SuiteRun {
  /** Resolves when the check passed, rejects with what was seen otherwise. */
  run(check: Check): Promise<void>;
  /** Removes everything the run made. */
  cleanUp(): Promise<void>;
}

/** Makes a bucket of its own on an endpoint to run checks in. */
export async function openSuite(endpoint: Endpoint): Promise<SuiteRun> {
  const bucket = `conformance-${randomBytes(6).toString('hex')}`;
  const { accessKeyId, secretAccessKey, region } = endpoint;
  const credentials = { accessKeyId, secretAccessKey };
  const settings = { endpoint: endpoint.url.href, region, forcePathStyle: true, credentials };
  const s3 = new S3Client(settings);
  const presigner = new S3Client({ ...settings, requestChecksumCalculation: 'WHEN_REQUIRED' });
  const made = await send(endpoint, { method: 'PUT', path: `/${bucket}` });
  if (made.status !== 200)
    throw new Error(`The bucket of the suite could not be made: ${made.status} ${made.text}`);
  return {
    async run(check) {
      const number = checks.indexOf(check);
      const bench: Bench = {
        endpoint,
        s3,
        presigner,
        bucket,
        key: (suffix = '') => `check-${number}${suffix}`,
      };
      await check.run(bench);
    },
    async cleanUp() {
      await emptyBucket(endpoint, bucket);
      await send(endpoint, { method: 'DELETE', path: `/${bucket}` });
      s3.destroy();
      presigner.destroy();
    },
  };
}

/** Deletes page by page; gives up when a page will not go, for some engines cannot delete every key they took. */
async function emptyBucket(endpoint: Endpoint, bucket: string): Promise<void> {
  let before = '';
  for (;;) {
    const query: [string, string][] = [
      ['list-type', '2'],
      ['encoding-type', 'url'],
    ];
    const { text } = await send(endpoint, { path: `/${bucket}`, query });
    const keys = elements(text, 'Key').map(decodeURIComponent);
    if (!keys.length || text === before) return;
    before = text;
    for (const key of keys) await send(endpoint, { method: 'DELETE', path: `/${bucket}/${encodePath(key)}` });
  }
}
