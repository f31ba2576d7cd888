import { expect, expectStored, test } from './support/cluster-test';
import {
  beginUpload,
  busyBucket,
  crashAtComplete,
  expectUploaded,
  goOffline,
  killAndResume,
  killBucket,
} from './support/scenarios';
import { tray, uploaded } from './support/tray';

/** The scenarios of weather.spec.ts and resume.spec.ts in full size. */
const sizeBytes = 2 * 2 ** 30;

test.describe.configure({ timeout: 600_000 });

test('2 GiB: the browser is killed at half, and the rest travels from a new one', async ({
  cluster,
  member,
  bigFile,
  launchOptions,
}) => {
  await killAndResume({ cluster, member, file: bigFile('film.bin', sizeBytes) }, launchOptions);
});

test('2 GiB: 30 seconds without a connection', async ({ cluster, member, page, bigFile }) => {
  await goOffline({ cluster, member, page, file: bigFile('offline.bin', sizeBytes) }, 30_000);
});

test('2 GiB: the bucket is killed in the middle of parts', async ({ cluster, member, page, bigFile }) => {
  await killBucket({ cluster, member, page, file: bigFile('bucket.bin', sizeBytes) });
});

test('2 GiB: 30 % of answers are 503 for 20 seconds', async ({ cluster, member, page, bigFile }) => {
  await busyBucket({ cluster, member, page, file: bigFile('busy.bin', sizeBytes) }, 20_000);
});

test('2 GiB: the apps are killed while they put the parts together', async ({
  cluster,
  member,
  page,
  bigFile,
}) => {
  await crashAtComplete({ cluster, member, page, file: bigFile('crash.bin', sizeBytes) });
});

test('connections on which nothing moves are given up after 30 seconds', async ({
  cluster,
  member,
  page,
  bigFile,
}) => {
  const file = bigFile('stalled.bin', 256 * 2 ** 20);
  await beginUpload({ cluster, page, file }, 0.3);
  cluster.faults.set({ stallAfterBytes: 0 });
  await expect(tray(page).getByText(/Trying again/)).toBeVisible({ timeout: 90_000 });
  cluster.faults.clear();
  await expectUploaded({ page, member, file });
});

test('connections that break in the middle of a body cost that part only', async ({
  cluster,
  member,
  page,
  bigFile,
}) => {
  const file = bigFile('cut.bin', 128 * 2 ** 20);
  cluster.faults.set({ cutShare: 0.3, cutAfterBytes: 2 * 2 ** 20 });
  await beginUpload({ cluster, page, file }, 0.4);
  cluster.faults.clear();
  await expectUploaded({ page, member, file });
  expect(cluster.faults.seen().some(({ fault }) => fault === 'cut')).toBe(true);
});

test('a connection a hundred times slower, then the old one', async ({ cluster, member, page, bigFile }) => {
  const file = bigFile('slow.bin', 256 * 2 ** 20);
  await beginUpload({ cluster, page, file }, 0.2);
  cluster.faults.set({ bytesPerSecond: 256 * 1024 });
  await page.waitForTimeout(60_000);
  await expect(tray(page).locator('[data-state=failed]')).toHaveCount(0);
  cluster.faults.clear();
  await uploaded(page, 1, 240_000);
  await expectStored(member, file);
});
