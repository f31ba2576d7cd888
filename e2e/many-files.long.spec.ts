import type { Page } from '@playwright/test';
import { giveManyFiles, rareFiles } from './support/many-files';
import { expect, test } from './support/people';

const cell = (page: Page, name: RegExp | string) => page.getByRole('gridcell', { name });

test('a hundred thousand files: opened, gone through by key, selected, searched; the page stays as small', async ({
  page,
  person,
}) => {
  await giveManyFiles(person, 100_000);
  const listed = await person.api.get('/api/files?limit=200');
  expect(listed.headers()).toMatchObject({ 'content-type': 'application/json', 'content-encoding': 'gzip' });
  await page.goto('/');
  const nodes = () => page.evaluate(() => document.querySelectorAll('*').length);
  let few = 0;
  const focusedRow = () =>
    page.evaluate(() => Number(document.activeElement?.closest('tr')?.getAttribute('aria-rowindex')));
  // A key that moves the focus shows that the page listens: what the server drew is made anew before.
  await expect(async () => {
    await cell(page, 'IMG_1.jpg').focus();
    await page.keyboard.press('ArrowRight');
    await expect(cell(page, 'IMG_1.jpg')).not.toBeFocused({ timeout: 1_000 });
    expect(await focusedRow()).toBeGreaterThan(0);
  }).toPass();
  let row = await focusedRow();
  for (let round = 0; round < 5; round += 1) {
    // To the end of what is here; what lies below comes, and the key goes on. While a row is on its way the grid has the focus.
    await expect(async () => {
      await page.keyboard.press('Control+End');
      const now = await focusedRow();
      expect(now).toBeGreaterThan(row);
      row = now;
    }).toPass();
    // At the top there are no rows above; from here on there are always some above and below.
    if (round === 0) few = await nodes();
  }
  await expect.poll(nodes).toBeLessThan(1.2 * few);
  await page.keyboard.press('Control+a');
  const selection = page.getByRole('region', { name: 'Selection' });
  await expect(selection).toContainText(/\d files selected.* · more below/);
  await page.keyboard.press('Escape');
  await page.keyboard.press('/');
  await page.keyboard.type('zanzibar');
  await expect(page.getByRole('gridcell')).toHaveCount(rareFiles);
  await cell(page, /Zanzibar/)
    .first()
    .focus();
  await page.keyboard.press('Control+a');
  await expect(page.getByText(`${rareFiles} files selected`)).toBeVisible();
});
