import assert from 'node:assert/strict';
import { once } from 'node:events';
import { copyFile, mkdir, readdir, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Endpoint, sign } from './conformance/client';
import { type BucketEvent, type RunningBucket, startBucket } from './index';
import { callsOn } from './testing/objects';
import { filesBelow, withFolder } from './testing/process';

const key = { accessKeyId: 'TESTKEY', secretAccessKey: 'test-secret' };

/** A bucket of this process on a folder that outlives it. */
async function open(folder: string, events: BucketEvent[] = []) {
  const bucket: RunningBucket = await startBucket({
    port: 0,
    dataDir: folder,
    keys: [key],
    minFreeFraction: 0.001,
    log: (event) => events.push(event),
  });
  const endpoint: Endpoint = { url: new URL(bucket.url), region: 'us-east-1', ...key };
  return { ...callsOn(endpoint), endpoint, close: () => bucket.close(), events };
}

const fiveMebibytes = Buffer.alloc(5 * 2 ** 20, 'part');

/** A bucket with an object of each kind and an open upload with a part. */
async function fill(folder: string) {
  const bucket = await open(folder);
  await bucket.makeBucket();
  await bucket.put('plain', 'plain content', { 'x-amz-meta-a': '1' });
  const upload = await bucket.createUpload('parts');
  const etags = [
    await bucket.putPart('parts', upload, 1, fiveMebibytes),
    await bucket.putPart('parts', upload, 2, 'end'),
  ];
  await bucket.complete('parts', upload, etags);
  await bucket.copy('parts', 'parts-copy');
  const openUpload = await bucket.createUpload('unfinished');
  await bucket.putPart('unfinished', openUpload, 1, 'first');
  await bucket.putPart('unfinished', openUpload, 3, 'third');
  return { bucket, openUpload };
}

async function expectFilled(bucket: Awaited<ReturnType<typeof open>>, openUpload: string) {
  expect(await bucket.listKeys()).toEqual(['parts', 'parts-copy', 'plain']);
  expect(String(await bucket.get('plain'))).toBe('plain content');
  for (const name of ['parts', 'parts-copy'])
    assert.ok((await bucket.get(name))?.equals(Buffer.concat([fiveMebibytes, Buffer.from('end')])), name);
  expect(await bucket.listUploads()).toEqual([openUpload]);
  expect(await bucket.listParts('unfinished', openUpload)).toEqual([1, 3]);
}

describe('the data folder', () => {
  test('after a clean stop nothing is scanned and everything is there', () =>
    withFolder(async (folder) => {
      const { bucket, openUpload } = await fill(folder);
      await bucket.close();
      const again = await open(folder);
      expect(again.events).toEqual([]);
      await expectFilled(again, openUpload);
      await again.close();
    }));

  test('without its index it is read back from the files', () =>
    withFolder(async (folder) => {
      const { bucket, openUpload } = await fill(folder);
      await bucket.close();
      await rm(join(folder, 'index.db'));
      const again = await open(folder);
      await expectFilled(again, openUpload);
      await again.close();
    }));

  test('an index that is no database is made anew', () =>
    withFolder(async (folder) => {
      const { bucket, openUpload } = await fill(folder);
      await bucket.close();
      await writeFile(
        join(folder, 'index.db'),
        'not a database at all, but longer than a header '.repeat(40),
      );
      const again = await open(folder);
      await expectFilled(again, openUpload);
      await again.close();
    }));

  test('an index older than the files is brought up to date', () =>
    withFolder(async (folder) => {
      const first = await open(folder);
      await first.makeBucket();
      await first.put('deleted-later', 'x');
      await first.put('replaced-later', 'old');
      const upload = await first.createUpload('completed-later');
      const etag = await first.putPart('completed-later', upload, 1, 'content');
      await first.putPart('completed-later', upload, 2, 'never used');
      await first.close();
      await copyFile(join(folder, 'index.db'), `${folder}.old`);
      const second = await open(folder);
      await second.remove('deleted-later');
      await second.put('replaced-later', 'new');
      await second.put('made-later', 'made');
      await second.complete('completed-later', upload, [etag]);
      await second.close();
      await rename(`${folder}.old`, join(folder, 'index.db'));
      await rm(join(folder, 'clean')); // what a crash leaves
      const third = await open(folder);
      expect(await third.listKeys()).toEqual(['completed-later', 'made-later', 'replaced-later']);
      expect(String(await third.get('replaced-later'))).toBe('new');
      expect(String(await third.get('completed-later'))).toBe('content');
      expect(await third.listUploads()).toEqual([]);
      await third.close();
    }));

  test('what nobody names is removed after an unclean stop', () =>
    withFolder(async (folder) => {
      const { bucket, openUpload } = await fill(folder);
      await bucket.close();
      const before = (await filesBelow(folder)).sort();
      await rm(join(folder, 'clean'));
      await writeFile(join(folder, 'tmp', 'half-a-body'), 'x');
      const shard = join(folder, 'segments', (await readdir(join(folder, 'segments')))[0] ?? '');
      const set = join(shard, (await readdir(shard))[0] ?? '');
      const orphan = `${set.slice(0, -4)}ffff`;
      await mkdir(orphan);
      await writeFile(join(orphan, '00001-1'), 'orphan');
      const again = await open(folder);
      await expectFilled(again, openUpload);
      await again.close();
      expect((await filesBelow(folder)).sort()).toEqual(before);
    }));

  test('a file that cannot be read is put aside, and the rest is served', () =>
    withFolder(async (folder) => {
      const { bucket } = await fill(folder);
      await bucket.close();
      await rm(join(folder, 'index.db'));
      const objects = join(folder, 'objects', '00000000');
      const [first = ''] = (await readdir(objects)).sort();
      await truncate(join(objects, first), 20);
      const again = await open(folder);
      expect(await again.listKeys()).toEqual(['parts', 'parts-copy']);
      expect(again.events.filter(({ event }) => event === 'lost-record')).toHaveLength(1);
      await again.close();
      expect(await readdir(join(folder, 'lost+found'))).toEqual([`objects_00000000_${first}`]);
    }));

  test('replacing, deleting and aborting leave no file behind', () =>
    withFolder(async (folder) => {
      const bucket = await open(folder);
      await bucket.makeBucket();
      const before = (await filesBelow(folder)).sort();
      for (const body of ['one', 'two', fiveMebibytes]) await bucket.put('key', body);
      await bucket.copy('key', 'key-copy');
      const upload = await bucket.createUpload('up');
      await bucket.putPart('up', upload, 1, 'again');
      await bucket.putPart('up', upload, 1, 'and again');
      await bucket.abort('up', upload);
      const completed = await bucket.createUpload('key');
      await bucket.complete('key', completed, [await bucket.putPart('key', completed, 1, 'parts')]);
      for (const name of await bucket.listKeys()) await bucket.remove(name);
      expect((await filesBelow(folder)).sort()).toEqual(before);
      await bucket.close();
    }));

  test('it serves one process at a time', () =>
    withFolder(async (folder) => {
      const bucket = await open(folder);
      await expect(open(folder)).rejects.toThrow('in use');
      await bucket.close();
      await (await open(folder)).close();
    }));

  test('a reader goes on with its version while the key is replaced and deleted', () =>
    withFolder(async (folder) => {
      const { bucket } = await fill(folder);
      const reading = Array.from({ length: 4 }, () => bucket.get('parts'));
      await bucket.put('parts', 'replaced');
      await bucket.remove('parts');
      for (const body of await Promise.all(reading))
        if (body !== null) assert.ok([fiveMebibytes.length + 3, 'replaced'.length].includes(body.length));
      await bucket.close();
    }));

  test('a stop while a deleted object is still being read leaves no file of it', () =>
    withFolder(async (folder) => {
      const bucket = await open(folder);
      await bucket.makeBucket();
      const upload = await bucket.createUpload('parts');
      const etag = await bucket.putPart('parts', upload, 1, Buffer.alloc(32 * 2 ** 20, 'long'));
      await bucket.complete('parts', upload, [etag]);
      const { path, query, headers } = sign(bucket.endpoint, { path: '/test/parts' });
      assert.equal(query.length, 0);
      const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
      const socket = connect(Number(bucket.endpoint.url.port), bucket.endpoint.url.hostname);
      const begun = once(socket, 'readable'); // and never read
      socket.write(`GET ${path} HTTP/1.1\r\n${lines.join('')}\r\n`);
      await begun;
      await bucket.remove('parts');
      const closed = bucket.close();
      socket.destroy();
      await closed;
      expect((await filesBelow(folder)).filter((file) => /^(objects|segments)\//.test(file))).toEqual([]);
    }));
});
