import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { linkSync, mkdirSync, writeFileSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import { openIndex } from './store/index-db';
import { Layout } from './store/layout';
import type { ObjectRecord } from './store/records';
import { removeCompiled } from './testing/compile';
import { callsOn } from './testing/objects';
import { spawnBucket, withFolder } from './testing/process';

const count = 100_000;
const nothing = createHash('md5').digest('hex');
/** The bar of an unclean start; this machine may be busy with other tests. */
const startLimitMs = 2000;

afterAll(removeCompiled);

const nameOf = (i: number) => `folder-${i % 7}/${createHash('md5').update(String(i)).digest('hex')}`;

/** The index and the files of 100,000 objects, as a killed server leaves them; their content does not matter here. */
function fill(folder: string): string[] {
  const layout = new Layout(folder);
  layout.create();
  writeFileSync(layout.bucketFile('test'), JSON.stringify({ name: 'test', createdMs: Date.now() }));
  const index = openIndex(layout.index);
  const keys = Array.from({ length: count }, (_, i) => nameOf(i));
  index.transaction(() => {
    for (const [i, key] of keys.entries()) index.putObject({ id: i + 1, record: recordOf(key) });
  });
  index.close();
  const firstOf = (id: number) => layout.objectFile(Math.max(1, id - (id % 4096)));
  for (let id = 1; id <= count; id++) {
    const isFirst = id === 1 || layout.isFirstOfFolder(id);
    if (isFirst) mkdirSync(layout.objectFolder(id), { mode: 0o700 });
    if (isFirst) writeFileSync(layout.objectFile(id), '');
    else linkSync(firstOf(id), layout.objectFile(id)); // names are what is compared, and a link costs far less than a file
  }
  return keys.sort();
}

function recordOf(key: string): ObjectRecord {
  const headers = { 'content-type': 'image/png' };
  return {
    kind: 'object',
    bucket: 'test',
    key,
    sizeBytes: 0,
    etag: nothing,
    modifiedMs: Date.now(),
    headers,
    checksums: {},
  };
}

test(
  `${count} objects are listed in order, and a start after kill -9 takes less than 2 s`,
  { timeout: 180_000 },
  () =>
    withFolder(async (folder) => {
      const keys = fill(folder);
      const restarted = await spawnBucket({ dataDir: folder });
      expect(restarted.recoveredMs()).toBeGreaterThan(0);
      expect(restarted.recoveredMs()).toBeLessThan(startLimitMs);
      const calls = callsOn(restarted.endpoint);
      expect(await calls.listKeys()).toEqual(keys);
      await calls.remove(keys[0] ?? '');
      assert.equal(await calls.get(keys[0] ?? ''), null);
      const page = await calls.call('', {
        query: [
          ['list-type', '2'],
          ['delimiter', '/'],
        ],
      });
      assert.equal(page.text.match(/<CommonPrefixes>/g)?.length, 7);
      expect(await restarted.stop()).toBe(0);
      const clean = await spawnBucket({ dataDir: folder });
      expect(clean.stderr()).toBe('');
      await clean.kill();
    }),
);
