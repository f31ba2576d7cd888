import { utimesSync, writeFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { expect, expectStored, pickPath, test } from './support/cluster-test';
import { beginUpload, killAndResume } from './support/scenarios';
import { tray, uploaded } from './support/tray';

const mebibyte = 2 ** 20;

test('the browser is killed at half, and the rest travels from a new one', { tag: '@engine' }, async ({
  cluster,
  member,
  bigFile,
  launchOptions,
}) => {
  test.setTimeout(180_000);
  await killAndResume({ cluster, member, file: bigFile('film.bin', 128 * mebibyte) }, launchOptions);
});

test('a file that changed between two attempts is refused with a sentence', async ({
  cluster,
  member,
  page,
  bigFile,
}) => {
  const file = bigFile('changing.bin', 48 * mebibyte);
  await beginUpload({ cluster, page, file }, 0.3);
  await page.reload();
  const row = tray(page).locator('[data-state=needs-file]');
  await expect(row).toBeVisible();
  const changed = bigFile('changing.bin', 48 * mebibyte);
  writeFileSync(changed.path, 'other bytes', { flag: 'r+' });
  const then = new Date(Date.now() - 60_000);
  utimesSync(changed.path, then, then);
  await page.getByLabel('changing.bin, again').setInputFiles(changed.path);
  await expect(row.getByText(/not the file that was begun, or it has changed since/)).toBeVisible();
  cluster.faults.clear();
  await page.getByLabel('changing.bin, again').setInputFiles(file.path);
  await uploaded(page, 1);
  await expectStored(member, file);
});

test('two tabs never fight over one upload', async ({ cluster, member, context, bigFile }) => {
  test.setTimeout(180_000);
  const file = bigFile('shared.bin', 64 * mebibyte);
  const first = await context.newPage();
  await beginUpload({ cluster, page: first, file }, 0.3);
  // It must not be done before the first tab closes, however long the second takes to open.
  cluster.faults.set({ bytesPerSecond: mebibyte / 2 });
  const second = await context.newPage();
  await second.goto('/');
  await expect(second.getByRole('button', { name: 'Choose files' })).toBeVisible();
  await expect(tray(second)).toHaveCount(0);

  // Begun, and in nobody's hands: both tabs offer it, both are given the file.
  await first.close();
  // What the closed tab had put on the wire is read at once; a slow proxy would see the end only behind it.
  cluster.faults.clear();
  await expect.poll(() => cluster.faults.underWay()).toBe(0);
  cluster.faults.set({ bytesPerSecond: mebibyte / 2 });
  const third = await context.newPage();
  for (const page of [second, third]) {
    await page.goto('/');
    await expect(tray(page).locator('[data-state=needs-file]')).toBeVisible();
  }
  cluster.faults.forget();
  await pickPath(second, file);
  await pickPath(third, file);
  const waiting = (page: Page) =>
    tray(page)
      .getByText(/Another tab works on this upload/)
      .count();
  await expect.poll(async () => (await waiting(second)) + (await waiting(third))).toBe(1);
  cluster.faults.clear();
  await uploaded(second, 1);
  await uploaded(third, 1);
  await expectStored(member, file);
  expect(cluster.faults.bodyBytes()).toBeLessThanOrEqual(file.sizeBytes);
});
