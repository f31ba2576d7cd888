import assert from 'node:assert/strict';
import { afterAll, expect, test } from 'vitest';
import { removeCompiled } from './testing/compile';
import { callsOn } from './testing/objects';
import { spawnBucket, withFolder } from './testing/process';
import { seed, seededKey } from './testing/seed';

const count = 100_000;
/** The bar of an unclean start; this machine may be busy with other tests. */
const startLimitMs = 2000;

afterAll(removeCompiled);

test(
  `${count} objects are listed in order, and a start after kill -9 takes less than 2 s`,
  { timeout: 180_000 },
  () =>
    withFolder(async (folder) => {
      seed(folder, { count, as: 'links' });
      const keys = Array.from({ length: count }, (_, i) => seededKey(i)).sort();
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
