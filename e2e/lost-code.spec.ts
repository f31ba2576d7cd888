import type { Page } from '@playwright/test';
import { png, text } from './support/files';
import { expect, test } from './support/people';
import { newVisitor, share, store } from './support/shares';
import { drop, tray } from './support/tray';

/** Code that travels when it is needed, and a network that does not bring it. */

const scripts = '**/_next/static/**/*.js';
const withoutScripts = (page: Page) => page.route(scripts, (route) => route.abort());
const lost = (page: Page) => page.getByText('This did not load');
const title = (page: Page) => page.getByRole('heading', { level: 1 });

/** Loads the page anew, without the scripts that contain word. */
async function openWithout(page: Page, word: string): Promise<void> {
  await page.route(scripts, async (route) => {
    const answer = await route.fetch();
    const code = await answer.text();
    return code.includes(word) ? route.abort() : route.fulfill({ response: answer });
  });
  await page.reload();
}

/** Opens url and waits for the code of toasts, which comes when the page is at rest. */
async function openWithToasts(page: Page, url: string): Promise<void> {
  // What a page before asked for is not meant.
  await page.goto('about:blank');
  const toasts = page.waitForResponse(
    async (answer) => answer.url().endsWith('.js') && (await answer.text()).includes('toast-card'),
  );
  await page.goto(url);
  await toasts;
}

test('a sheet that does not load says so, the page stays, keys work, and it opens when asked for again', async ({
  signedIn: page,
}) => {
  await openWithToasts(page, '/');
  await withoutScripts(page);
  await page.keyboard.press('?');
  await expect(lost(page)).toBeVisible();
  await expect(title(page)).toHaveText('Files');
  await page.unrouteAll({ behavior: 'wait' });
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: /keyboard/i })).toBeVisible();
});

test('a command menu that does not load gives the keys back to the page', async ({ signedIn: page }) => {
  await openWithToasts(page, '/');
  await withoutScripts(page);
  await page.keyboard.press('Control+k');
  await expect(lost(page)).toBeVisible();
  await page.unrouteAll({ behavior: 'wait' });
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: /keyboard/i })).toBeVisible();
});

test('a file that cannot be shown yet leaves the gallery where it is, and opens later', async ({
  page,
  person,
}) => {
  await store(person.api, text('other.txt', 'x'));
  await store(person.api, text('notes.txt', 'x'));
  await openWithToasts(page, '/');
  await withoutScripts(page);
  const file = page.getByRole('gridcell', { name: /notes/ });
  await file.click();
  // Nothing lies over the gallery yet: somebody in a hurry chooses another.
  await page.getByRole('gridcell', { name: /other/ }).click();
  await expect(lost(page)).toBeVisible();
  await expect(page).toHaveURL(/\/$/);
  await page.unrouteAll({ behavior: 'wait' });
  await file.click();
  await expect(page.getByRole('dialog', { name: 'Preview of notes.txt' })).toBeVisible();
});

test('the menu of the account, and even the notice of it, may be missing: both come later', async ({
  signedIn: page,
}) => {
  await openWithout(page, 'toast-card');
  await expect(title(page)).toHaveText('Files');
  await withoutScripts(page);
  const account = page.getByRole('button', { name: /^Account of/ });
  await expect(async () => {
    await account.click();
    await expect(account).toHaveAttribute('aria-expanded', 'true', { timeout: 1_000 });
  }).toPass();
  await expect(account).toHaveAttribute('aria-expanded', 'false');
  await expect(title(page)).toHaveText('Files');
  await expect(lost(page)).toBeHidden();
  await page.unrouteAll({ behavior: 'wait' });
  await expect(lost(page)).toBeVisible();
  await account.click();
  await expect(page.getByRole('menuitem', { name: 'Sign out' })).toBeVisible();
});

test('files arrive while the tray is missing, and it comes when it can', async ({ signedIn: page }) => {
  await openWithout(page, 'Files being uploaded');
  await drop(page, [await png('arrives.png')]);
  await expect(page.getByRole('gridcell', { name: /arrives/ })).toBeVisible();
  await expect(tray(page)).toBeHidden();
  await page.unrouteAll({ behavior: 'wait' });
  await expect(tray(page)).toBeVisible();
});

test('a list that does not load is said to be on its way, beside uploads, and comes', async ({
  signedIn: page,
}) => {
  await openWithToasts(page, '/');
  await drop(page, [text('notes.txt', 'x')]);
  await expect(tray(page).getByRole('heading', { name: /1 file uploaded/ })).toBeVisible();
  await withoutScripts(page);
  await page.getByRole('radio', { name: 'List' }).click();
  const said = page.getByText('Part of this page has not loaded');
  await expect(said).toBeVisible();
  await expect(title(page)).toHaveText('Files');
  await expect(tray(page)).toBeVisible();
  await page.unrouteAll({ behavior: 'wait' });
  await expect(page.getByRole('row', { name: /notes/ })).toBeVisible();
  await expect(said).toBeHidden();
});

test('a visitor hears of a preview that does not load', async ({ person, browser }) => {
  const { id } = await store(person.api, text('notes.txt', 'x'));
  const other = await store(person.api, text('more.txt', 'x'));
  const { slug } = await share(person.api, { fileIds: [id, other.id] });
  const { context, page } = await newVisitor(browser);
  await openWithToasts(page, `/s/${slug}`);
  await withoutScripts(page);
  await page.getByRole('button', { name: 'Look at notes.txt' }).click();
  await expect(lost(page)).toBeVisible();
  await page.unrouteAll({ behavior: 'wait' });
  await page.getByRole('button', { name: 'Look at notes.txt' }).click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await context.close();
});
