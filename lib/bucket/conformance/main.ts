import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startBucket } from '../index';
import { cephDifferences } from './ceph-differences';
import type { Check } from './check';
import { type Endpoint, send } from './client';
import { checks, openSuite } from './suite';

interface Result {
  check: Check;
  outcome: 'pass' | 'FAIL' | 'differs';
  note: string;
}

/**
 * `npm run test:s3`: the suite against S3_ENDPOINT with AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or against a
 * bucket of its own. Prints a table and ends with 1 when anything failed that is not a named difference.
 */
async function main(): Promise<void> {
  if (process.argv.includes('--clients')) {
    const { runClients } = await import('./clients');
    process.exit(await withEndpoint(runClients));
  }
  process.exit(await withEndpoint(runSuite));
}

async function withEndpoint(task: (endpoint: Endpoint) => Promise<number>): Promise<number> {
  const { S3_ENDPOINT, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_REGION } = process.env;
  if (S3_ENDPOINT) {
    if (!AWS_ACCESS_KEY_ID || !AWS_SECRET_ACCESS_KEY)
      throw new Error('AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are needed with S3_ENDPOINT.');
    const keys = { accessKeyId: AWS_ACCESS_KEY_ID, secretAccessKey: AWS_SECRET_ACCESS_KEY };
    return task({ url: new URL(S3_ENDPOINT), region: AWS_REGION ?? 'us-east-1', ...keys });
  }
  const folder = await mkdtemp(join(tmpdir(), 'bucket-'));
  const key = { accessKeyId: 'EMBEDDEDKEY', secretAccessKey: 'embedded-secret' };
  const bucket = await startBucket({ port: 0, dataDir: folder, keys: [key] });
  try {
    return await task({ url: new URL(bucket.url), region: 'us-east-1', ...key });
  } finally {
    await bucket.close();
    await rm(folder, { recursive: true });
  }
}

async function runSuite(endpoint: Endpoint): Promise<number> {
  const isCeph = await looksLikeCeph(endpoint);
  console.log(`${endpoint.url.href}${isCeph ? ' (Ceph RGW)' : ''}\n`);
  const suite = await openSuite(endpoint);
  const results: Result[] = [];
  for (const check of checks) {
    const result = await runCheck(check, () => suite.run(check), isCeph ? cephDifferences : {});
    results.push(result);
    print(result, results.at(-2)?.check.area);
  }
  await suite.cleanUp();
  const count = (outcome: Result['outcome']) => results.filter((result) => result.outcome === outcome).length;
  const named = count('differs') ? `, ${count('differs')} named differences` : '';
  console.log(`\n${count('pass')} passed, ${count('FAIL')} failed${named}`);
  return count('FAIL') ? 1 : 0;
}

async function runCheck(
  check: Check,
  run: () => Promise<void>,
  differences: Record<string, string>,
): Promise<Result> {
  const difference = differences[check.name];
  try {
    await withTimeout(run());
    if (difference !== undefined)
      return { check, outcome: 'FAIL', note: 'passes, though named as a difference' };
    return { check, outcome: 'pass', note: '' };
  } catch (error) {
    if (difference !== undefined) return { check, outcome: 'differs', note: difference };
    return { check, outcome: 'FAIL', note: firstLine(error) };
  }
}

/** A check that hangs is a check that failed. */
async function withTimeout(run: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('no answer within 60 s')), 60_000);
  });
  await Promise.race([run, late]).finally(() => clearTimeout(timer));
}

function firstLine(error: unknown): string {
  const text = error instanceof Error ? error.message || error.name : String(error);
  return text.replace(/\s+/g, ' ').slice(0, 160);
}

function print({ check, outcome, note }: Result, areaBefore: string | undefined): void {
  if (check.area !== areaBefore) console.log(`${areaBefore === undefined ? '' : '\n'}${check.area}`);
  console.log(`  ${outcome.padEnd(7)} ${check.name}${note ? `: ${note}` : ''}`);
}

/** Ceph names itself in its request ids: `tx…-…-default`. */
async function looksLikeCeph(endpoint: Endpoint): Promise<boolean> {
  const { headers } = await send(endpoint, { path: '/' });
  return /^tx[0-9a-f]+-[0-9a-f-]+-/.test(String(headers['x-amz-request-id']));
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
