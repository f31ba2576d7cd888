import type { Page } from '@playwright/test';
import { violations } from './support/axe';
import { jpeg, pdf, text } from './support/files';
import { asAdmin, enterAs, expect, test } from './support/people';
import { store, windows } from './support/shares';
import { drop, uploaded } from './support/tray';

const ownPages = [
  '/',
  '/?layout=list',
  '/favourites',
  '/trash',
  '/shares',
  '/settings',
  '/settings/security',
  '/settings/tokens',
];
const adminPages = [
  '/admin',
  '/admin/people',
  '/admin/files',
  '/admin/policy',
  '/admin/audit',
  '/admin/storage',
  '/admin/jobs',
  '/admin/doctor',
];
const openPages = [
  '/sign-in',
  '/sign-up',
  '/invite/unknown-invitation-token',
  '/reset/unknown-reset-token-000',
  '/s/no-such-link',
  '/docs/errors',
  '/no-such-page',
];

async function violationsOn(page: Page, paths: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const path of paths) {
    await page.goto(path);
    await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible();
    found.push(...(await violations(page)));
  }
  return found;
}

test('every page of a person is accessible', async ({ signedIn: page }) => {
  await drop(page, [await jpeg(), pdf(), text('notes.txt', 'notes')]);
  await uploaded(page, 3);
  const withTray = await violations(page);
  expect([...withTray, ...(await violationsOn(page, ownPages))]).toEqual([]);
});

test('the tags of the gallery are accessible, their menu open', async ({ page, person }) => {
  const { id } = await store(person.api, text('tagged.txt', 'x'));
  const tagged = await person.api.patch(`/api/files/${id}`, { data: { tags: ['旅行', 'family'] } });
  expect(tagged.ok(), await tagged.text()).toBe(true);
  await page.goto('/');
  await page.getByRole('button', { name: 'Tags' }).click();
  const tag = page.getByRole('menuitemcheckbox', { name: 'family' });
  await expect(tag).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await tag.click();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('menu')).toBeHidden();
  expect(await violations(page)).toEqual([]);
});

test('every page without a session is accessible', async ({ page }) => {
  expect(await violationsOn(page, openPages)).toEqual([]);
});

test("the API's reference is accessible on a phone, a call open", async ({ page }) => {
  await page.setViewportSize(windows.phone);
  await page.goto('/docs');
  const call = page.locator('[id$="-createUploads"]');
  await call.getByRole('button').first().click();
  await expect(call.getByText('Responses', { exact: true })).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(windows.phone.width);
  // A hundred closed calls are alike: all but two of each kind are taken out.
  await page.locator('span:nth-child(n+3) > .opblock:not(.is-open)').evaluateAll((calls) => {
    for (const call of calls) call.remove();
  });
  await expect(call.getByText('Responses', { exact: true })).toBeVisible();
  expect(await violations(page)).toEqual([]);
});

for (const [name, viewport] of Object.entries(windows))
  test(`every page of an admin is accessible (${name})`, async ({ page, context }) => {
    await enterAs(context, await asAdmin());
    await page.setViewportSize(viewport);
    expect(await violationsOn(page, adminPages)).toEqual([]);
  });
