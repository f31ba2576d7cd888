import { beforeAll, describe, expect, test } from 'vitest';
import { ensureStorage } from './bucket';
import { allowedFrom, applyCors, planCors, readCors, wantedCorsRule } from './cors';
import { markerKey } from './keys';
import { ensureMarker, findMarker, requireMarker, writeMarkerEpoch } from './marker';
import { putObject } from './put-object';
import { makeTestBucket, newBucketName, type TestBucket } from './testing/test-bucket';

let bucket: TestBucket;
beforeAll(async () => {
  bucket = await makeTestBucket();
});

const origin = 'http://127.0.0.1:3000';
const ours = { installationId: 'one', epoch: 3 };

describe('ensureStorage()', () => {
  const request = { ...ours, publicOrigins: [origin], allowPublicBucket: false };

  test('makes the embedded bucket, its marker and its CORS, and may be repeated', async () => {
    const on = bucket.reopen({ bucket: newBucketName() });
    expect(await ensureStorage(request, on)).toEqual(ours);
    expect(await ensureStorage(request, on)).toEqual(ours);
    const cors = await readCors(on);
    expect(cors).toMatchObject({
      readable: true,
      current: [{ origins: [origin], exposedHeaders: expect.arrayContaining(['ETag']) }],
    });
  });

  test('configures nothing on an external bucket', async () => {
    const external = newBucketName();
    const on = bucket.reopen({ prefix: 'sluice/external/', embedded: false, bucket: external });
    await expect(ensureStorage(request, on)).rejects.toMatchObject({ kind: 'no_bucket' });
    await ensureStorage({ ...request, publicOrigins: [] }, bucket.reopen({ bucket: external, prefix: 'x/' }));
    expect(await ensureStorage(request, on)).toEqual(ours);
    expect(await readCors(on)).toMatchObject({ readable: true, current: [] });
  });

  test('refuses a prefix that belongs to another installation', async () => {
    const on = bucket.reopen({ prefix: 'sluice/taken/' });
    await ensureStorage(request, on);
    const other = ensureStorage({ ...request, installationId: 'two' }, on);
    await expect(other).rejects.toMatchObject({ kind: 'foreign_installation' });
    await expect(other).rejects.toThrow(/belongs to installation one, not to two/);
  });
});

describe('the marker', () => {
  test('is claimed by exactly one of many racing installations', async () => {
    const on = bucket.reopen({ prefix: 'sluice/race/' });
    const racers = Array.from({ length: 10 }, (_, i) =>
      ensureMarker({ installationId: `i${i}`, epoch: 0 }, on),
    );
    const outcomes = await Promise.allSettled(racers);
    expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(1);
  });

  test('tells its own epoch, whatever the database thinks', async () => {
    const on = bucket.reopen({ prefix: 'sluice/epoch/' });
    await ensureMarker(ours, on);
    expect(await ensureMarker({ ...ours, epoch: 1 }, on)).toEqual(ours);
    await writeMarkerEpoch({ ...ours, epoch: 4 }, on);
    expect(await requireMarker('one', on)).toEqual({ ...ours, epoch: 4 });
    await expect(writeMarkerEpoch({ installationId: 'two', epoch: 9 }, on)).rejects.toMatchObject({
      kind: 'foreign_installation',
    });
  });

  test('that is missing or unreadable lets no sweep begin', async () => {
    const on = bucket.reopen({ prefix: 'sluice/none/' });
    expect(await findMarker(on)).toBeNull();
    await expect(requireMarker('one', on)).rejects.toMatchObject({ kind: 'foreign_installation' });
    for (const text of ['not json', '{}', '']) {
      await putObject({ key: markerKey(on.config.prefix), body: Buffer.from(text), contentType: 'x/y' }, on);
      await expect(ensureMarker(ours, on)).rejects.toMatchObject({ kind: 'invalid' });
    }
  });
});

describe('CORS', () => {
  test.each([
    [['https://app.example'], ['PUT'], ['etag'], { upload: true, readETag: true }],
    [['https://*.example'], ['GET', 'PUT'], ['*'], { upload: true, readETag: true }],
    [['*'], ['PUT'], [], { upload: true, readETag: false }],
    [['https://app.example'], ['GET'], ['ETag'], { upload: false, readETag: false }],
    [['http://app.example'], ['PUT'], ['ETag'], { upload: false, readETag: false }],
    [['https://app.example.evil'], ['PUT'], ['ETag'], { upload: false, readETag: false }],
  ])('%j with %j exposing %j lets the app %j', (origins, methods, exposedHeaders, allowed) => {
    const rule = { origins, methods, allowedHeaders: ['*'], exposedHeaders };
    expect(allowedFrom('https://app.example', [rule])).toEqual(allowed);
  });

  const theirs = {
    id: 'theirs',
    origins: ['https://a.example'],
    methods: ['GET'],
    allowedHeaders: ['*'],
    exposedHeaders: [],
  };

  test('rules of others stay when ours come, change and go', async () => {
    const on = bucket.reopen({ bucket: newBucketName(), prefix: 'c/' });
    await ensureStorage({ ...ours, publicOrigins: [], allowPublicBucket: false }, on);
    const foreign = { current: [], next: [theirs], added: [theirs], removed: [], isInSync: false };
    expect(await applyCors({ possible: true, plan: foreign }, on)).toBeNull();
    for (const origins of [[origin], ['https://b.example', origin], []]) {
      const plan = await planCors({ publicOrigins: origins }, on);
      expect(plan).toMatchObject({ possible: true, plan: { isInSync: false } });
      expect(await applyCors(plan, on)).toBeNull();
      expect(await planCors({ publicOrigins: origins }, on)).toMatchObject({ plan: { isInSync: true } });
      const now = await readCors(on);
      const bare = (rules: { id?: string | undefined }[]) => rules.map(({ id: _, ...rule }) => rule);
      const expected = [theirs, ...(origins.length > 0 ? [wantedCorsRule(origins)] : [])];
      expect(now.readable && bare(now.current)).toMatchObject(bare(expected));
    }
  });

  test('a browser of the app may upload and read the ETag, another origin may not', async () => {
    const on = bucket.reopen({ bucket: newBucketName(), prefix: 'c/' });
    await ensureStorage({ ...ours, publicOrigins: [origin], allowPublicBucket: false }, on);
    const preflight = (from: string) =>
      fetch(`${on.config.endpoint}/${on.config.bucket}/c/files/x`, {
        method: 'OPTIONS',
        headers: {
          origin: from,
          'access-control-request-method': 'PUT',
          'access-control-request-headers': 'content-md5,content-type,if-none-match,x-amz-checksum-sha256',
        },
      });
    const yes = await preflight(origin);
    expect([yes.status, yes.headers.get('access-control-allow-origin')]).toEqual([200, origin]);
    const no = await preflight('https://evil.example');
    expect([no.status, no.headers.get('access-control-allow-origin')]).toEqual([403, null]);
  });
});
