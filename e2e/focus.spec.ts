import type { Page } from '@playwright/test';
import { giveManyFiles } from './support/many-files';
import { expect, test } from './support/people';

const focused = (page: Page) =>
  page.evaluate(() => document.activeElement?.getAttribute('data-id') ?? document.activeElement?.tagName);

/** At once: a wheel's smooth scrolling would go on beneath the keys that follow. */
const scroll = (page: Page, top: number) =>
  page.evaluate((by) => window.scrollBy({ top: by, behavior: 'instant' }), top);

/** Whether rows are whole px high, and the first of those that exist lies where their number says. */
const rowsOf = (page: Page) =>
  page.getByRole('grid').evaluate((grid) => {
    const { gridAutoRows, rowGap } = getComputedStyle(grid);
    const height = Number.parseFloat(gridAutoRows);
    const row = grid.querySelector('tr:has([data-id])');
    const top = row?.querySelector('[data-id]')?.getBoundingClientRect().top ?? Number.NaN;
    const expected = (Number(row?.ariaRowIndex) - 1) * (height + Number.parseFloat(rowGap));
    const off = top - grid.getBoundingClientRect().top - expected;
    return { isWhole: Number.isInteger(height), isInPlace: Math.abs(off) < 0.1 };
  });
const anId = /^[0-9a-f-]{36}$/;

for (const layout of ['grid', 'list'] as const)
  test(`${layout}: a file that is scrolled away keeps the keys, and has the focus again when it is back`, async ({
    page,
    person,
  }) => {
    await giveManyFiles(person, 300);
    await page.goto(`/?layout=${layout}`);
    const cells = page.locator('[data-id]');
    // A key that moves the focus shows that the page listens.
    await expect(async () => {
      await cells.first().focus();
      const before = await focused(page);
      await page.keyboard.press('ArrowDown');
      const after = await focused(page);
      expect(after).toMatch(anId);
      expect(after).not.toBe(before);
    }).toPass();
    const first = await focused(page);
    const item = page.locator(`[data-id="${first}"]`);
    await expect(async () => {
      await scroll(page, 2_000);
      await expect(item).toHaveCount(0, { timeout: 500 });
    }).toPass();
    await expect.poll(() => focused(page)).toMatch(/^(TABLE|TBODY)$/);
    // Back in sight.
    await expect(async () => {
      await scroll(page, -2_000);
      await expect(item).toBeFocused({ timeout: 500 });
    }).toPass();
    // Away once more: keys go on from where they were, as often as they are pressed.
    await expect(async () => {
      await scroll(page, 2_000);
      await expect(item).toHaveCount(0, { timeout: 500 });
    }).toPass();
    await page.keyboard.press('ArrowDown');
    await expect.poll(() => focused(page)).toMatch(anId);
    // The end of what is there: further down each time until all pages have come.
    await expect(async () => {
      await page.keyboard.press('Control+End');
      await expect.poll(() => focused(page), { timeout: 2_000 }).toMatch(anId);
      expect(await page.evaluate(() => window.scrollY)).toBeGreaterThan(2_000);
    }).toPass();
    if (layout === 'grid') expect(await rowsOf(page)).toEqual({ isWhole: true, isInPlace: true });
  });
