import AxeBuilder from '@axe-core/playwright';
import { jpeg, pdf, text } from './support/files';
import { admin, anonymous, asAdmin, expect, test } from './support/people';
import { store } from './support/shares';
import { drop, uploaded } from './support/tray';

const themes = ['light', 'dark'] as const;
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
  '/docs',
  '/docs/errors',
  '/no-such-page',
];

async function violations(page: import('@playwright/test').Page): Promise<string[]> {
  const { violations: found } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'])
    .analyze();
  return found.map(
    ({ id, nodes }) => `${new URL(page.url()).pathname} ${id}: ${nodes[0]?.html.slice(0, 120)}`,
  );
}

for (const colorScheme of themes) {
  test(`every page of a person is accessible in the ${colorScheme} theme`, async ({ signedIn: page }) => {
    test.setTimeout(180_000);
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await drop(page, [await jpeg(), pdf(), text('notes.txt', 'notes')]);
    await uploaded(page, 3);
    const found = await violations(page);
    for (const path of ownPages) {
      await page.goto(path);
      await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible();
      found.push(...(await violations(page)));
    }
    expect(found).toEqual([]);
  });

  test(`the tags of the gallery are accessible in the ${colorScheme} theme, their menu open`, async ({
    page,
    person,
  }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
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

  test(`every page without a session is accessible in the ${colorScheme} theme`, async ({ page }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const found: string[] = [];
    for (const path of openPages) {
      await page.goto(path);
      await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible();
      found.push(...(await violations(page)));
    }
    expect(found).toEqual([]);
  });

  test(`every page of an admin is accessible in the ${colorScheme} theme`, async ({ page, context }) => {
    test.setTimeout(180_000);
    await context.addCookies((await (await asAdmin()).storageState()).cookies);
    expect((await (await anonymous()).get('/api/health')).ok(), admin.email).toBe(true);
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const found: string[] = [];
    for (const path of adminPages) {
      await page.goto(path);
      await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible();
      found.push(...(await violations(page)));
    }
    expect(found).toEqual([]);
  });
}
