import { test } from './support/cluster-test';
import { noise } from './support/files';
import { expect } from './support/people';
import { busyBucket, expectUploaded, goOffline, killBucket } from './support/scenarios';
import { store } from './support/shares';
import { tray } from './support/tray';

const mebibyte = 2 ** 20;

test('a connection that is gone for a while is waited out', async ({ cluster, member, page, bigFile }) => {
  test.setTimeout(180_000);
  await goOffline({ cluster, member, page, file: bigFile('offline.bin', 64 * mebibyte) }, 2_000);
});

test('a bucket that is killed in the middle of parts is waited for', async ({
  cluster,
  member,
  page,
  bigFile,
}) => {
  test.setTimeout(180_000);
  await killBucket({ cluster, member, page, file: bigFile('bucket.bin', 128 * mebibyte) });
});

test('every third answer is 503', { tag: '@engine' }, async ({ cluster, member, page, bigFile }) => {
  await busyBucket({ cluster, member, page, file: bigFile('busy.bin', 64 * mebibyte) }, 2_000);
});

test('URLs that have expired are signed again without a word', { tag: '@engine' }, async ({
  cluster,
  member,
  page,
  bigFile,
}) => {
  const file = bigFile('expired.bin', 64 * mebibyte);
  const old = new Set([1, 2, 3, 4, 5, 6]);
  cluster.faults.set({
    expiredShare: 1,
    // The first URL of each of these parts is too old, the next one is not.
    only: ({ method, partNumber }) => method === 'PUT' && old.delete(partNumber ?? 0),
  });
  await page.goto('/');
  await page.locator('input[type=file][data-upload=files]').setInputFiles(file.path);
  await expectUploaded({ page, member, file });
  expect(cluster.faults.seen().filter(({ fault }) => fault === 'expired').length).toBe(6);
  await expect(tray(page).getByText(/refuse/)).toHaveCount(0);
});

test('a deletion is carried through when the page is left before the app has heard of it', async ({
  cluster,
  member: { api },
  page,
}) => {
  const file = await store(api, noise('gone.bin', 1_000));
  await page.goto('/');
  const cell = page.getByRole('gridcell', { name: /gone\.bin/ });
  await expect(cell).toBeVisible();
  cluster.proxy.hold('/api/files/batch');
  // Keys pressed before the page has come to life are lost.
  await expect(async () => {
    if (await cell.isVisible()) await cell.press('Delete');
    await expect(cell).toBeHidden({ timeout: 1_000 });
  }).toPass();
  await expect.poll(cluster.proxy.held).toBe(1);
  await page.goto('about:blank');
  cluster.proxy.letGo();
  const trashedAt = async () => (await (await api.get(`/api/files/${file.id}`)).json()).trashedAt;
  await expect.poll(trashedAt).toEqual(expect.any(String));
});
