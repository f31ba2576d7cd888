import { readFileSync } from 'node:fs';
import type { Download, Page } from '@playwright/test';
import { unzipSync } from 'fflate';
import { violations } from './support/axe';
import { jpeg, type MadeFile, pdf, png, sha256, text } from './support/files';
import { anonymous, expect, test } from './support/people';
import { type MadeShare, newVisitor, share, shareNow, store, windows } from './support/shares';

const secret = 'tell it by telephone';

const contentOf = async (download: Download): Promise<Buffer> => readFileSync(await download.path());

async function downloadBy(page: Page, button: string): Promise<Download> {
  const started = page.waitForEvent('download');
  await page.getByRole('button', { name: button }).click();
  return started;
}

async function isUnavailable(page: Page, slug: string): Promise<void> {
  const answer = await page.goto(`/s/${slug}`);
  expect(answer?.status()).toBe(404);
  await expect(page.getByRole('heading', { name: 'This link is not available' })).toBeVisible();
}

async function unlock(page: Page, password: string): Promise<void> {
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Open', exact: true }).click();
}

/** Page, headers and every answer of the API that a stranger gets of a locked link, as one text. */
async function everythingSaidOf(slug: string, fileId: string, page: Page): Promise<string> {
  const answer = await page.goto(`/s/${slug}`);
  const said = [await page.content(), JSON.stringify(answer?.headers())];
  const stranger = await anonymous();
  const asked = [
    stranger.get(`/s/${slug}`),
    stranger.get(`/s/${slug}?problem=password`),
    stranger.get(`/api/s/${slug}`),
    stranger.get(`/api/s/${slug}/items`),
    stranger.post(`/api/s/${slug}/download`, { data: {} }),
    stranger.post(`/api/s/${slug}/download`, { data: { fileId } }),
    stranger.post(`/api/s/${slug}/preview`, { data: { fileId } }),
    stranger.post(`/api/s/${slug}/unlock`, { data: { password: 'not the password' } }),
  ];
  for (const given of await Promise.all(asked))
    said.push(JSON.stringify(given.headers()), await given.text());
  await stranger.dispose();
  return said.join('\n');
}

for (const window of ['phone', 'wide'] as const) {
  test(`an owner shares a file and a visitor takes it (${window})`, { tag: '@engine' }, async ({
    page,
    person,
    browser,
  }) => {
    await page.setViewportSize(windows[window]);
    const file = await jpeg('holiday by the sea.jpg');
    const stored = await store(person.api, file);
    await share(person.api, { fileIds: [stored.id], note: 'Look at the waves.', maxDownloads: 2 });
    await page.goto('/shares');
    await expect(page.getByRole('row').filter({ hasText: 'Live' })).toHaveCount(1);
    await page.getByRole('button', { name: 'Actions for holiday by the sea.jpg' }).click();
    await page.getByRole('menuitem', { name: 'Link and QR code' }).click();
    await page.getByRole('button', { name: 'Show a QR code' }).click();
    await expect(page.getByRole('img', { name: 'QR code of the link' })).toBeVisible();
    const url = await page.getByLabel('Link', { exact: true }).inputValue();

    const { context, page: visitor } = await newVisitor(browser, { window });
    await visitor.goto(url);
    await expect(visitor.getByRole('heading', { name: 'holiday by the sea.jpg' })).toBeVisible();
    await expect(visitor.getByText('Look at the waves.')).toBeVisible();
    await expect(visitor.getByText('2 downloads left')).toBeVisible();
    const download = await downloadBy(visitor, 'Download');
    expect(download.suggestedFilename()).toBe('holiday by the sea.jpg');
    expect(sha256(await contentOf(download))).toBe(sha256(file.buffer));
    await expect(visitor.getByText('1 download left')).toBeVisible();
    await downloadBy(visitor, 'Download');
    await expect(visitor.getByText('1 download left')).toBeVisible();

    await page.reload();
    await page.getByRole('button', { name: 'Actions for holiday by the sea.jpg' }).click();
    await page.getByRole('menuitem', { name: 'History' }).click();
    await expect(page.getByText('Downloaded holiday by the sea.jpg')).toBeVisible();
    await expect(page.getByText('Continued a download holiday by the sea.jpg')).toBeVisible();
    const exported = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Export CSV' }).click();
    expect((await contentOf(await exported)).toString()).toContain('downloaded,holiday by the sea.jpg');
    await context.close();
  });
}

test('a file is shared from the gallery with the key S', async ({ page, person, browser }) => {
  const stored = await store(person.api, text('letter.txt', 'dear visitor'));
  await page.goto('/');
  await page.getByRole('gridcell', { name: /letter\.txt/ }).click({ modifiers: ['ControlOrMeta'] });
  await page.keyboard.press('s');
  const dialog = page.getByRole('dialog', { name: 'Share this file' });
  await expect(
    dialog.getByText(/^Who can open this\? Anyone who has the link can look and download/),
  ).toBeVisible();
  await dialog.getByRole('radio', { name: 'Confidential' }).check();
  await dialog.getByRole('button', { name: 'Create link' }).click();
  await expect(dialog.getByText('A confidential link needs a password.')).toBeVisible();
  await dialog.getByLabel('Password', { exact: true }).fill(secret);
  await dialog.getByRole('button', { name: 'Create link' }).click();
  const ready = page.getByRole('dialog', { name: 'The link is ready' });
  await expect(
    ready.getByText(/who has the link and the password can look and download, until/),
  ).toBeVisible();
  await expect(ready.getByText(/for 60 seconds/)).toBeVisible();
  const url = await ready.getByLabel('Link', { exact: true }).inputValue();
  const { context, page: visitor } = await newVisitor(browser);
  await visitor.goto(url);
  await unlock(visitor, secret);
  await expect(visitor.getByRole('heading', { name: 'letter.txt' })).toBeVisible();
  expect((await (await person.api.get(`/api/files/${stored.id}`)).json()).shareCount).toBe(1);
  await context.close();
});

test('an owner revokes a link, takes it back, and edits it', async ({ page, person, browser }) => {
  const stored = await store(person.api, text('letter.txt', 'dear visitor'));
  const made = await share(person.api, { fileIds: [stored.id] });
  const { context, page: visitor } = await newVisitor(browser);
  await page.goto('/shares');
  await page.getByRole('button', { name: 'Actions for letter.txt' }).click();
  await page.getByRole('menuitem', { name: 'Revoke' }).click();
  await expect(page.getByText('has ended')).toBeVisible();
  await isUnavailable(visitor, made.slug);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByText('works again')).toBeVisible();
  await visitor.goto(`/s/${made.slug}`);
  await expect(visitor.getByRole('heading', { name: 'letter.txt' })).toBeVisible();

  await page.getByRole('button', { name: 'Actions for letter.txt' }).click();
  await page.getByRole('menuitem', { name: 'Edit' }).click();
  await page.getByLabel('Password', { exact: true }).fill(secret);
  await page.getByLabel('Downloads in all').fill('3');
  await expect(
    page.getByText(/who has the link and the password can look and download 3 times in all/),
  ).toBeVisible();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('row').filter({ hasText: 'Password' })).toBeVisible();
  await visitor.reload();
  await expect(visitor.getByRole('heading', { name: 'This link is locked' })).toBeVisible();
  await context.close();
});

test('a locked link opens with its password, and a new password ends the visit', { tag: '@engine' }, async ({
  person,
  browser,
}) => {
  const file = text('secret plan.txt', 'the plan');
  const stored = await store(person.api, file);
  const made = await share(person.api, { fileIds: [stored.id], label: 'confidential', password: secret });
  const { context, page } = await newVisitor(browser, { window: 'phone' });
  const seen = await everythingSaidOf(made.slug, stored.id, page);
  for (const hidden of [
    'secret plan',
    'Ada Lovelace',
    'onfidential',
    '"fileCount"',
    '"size"',
    'text/plain',
    stored.id,
    '1 file',
  ])
    expect(seen).not.toContain(hidden);
  await expect(page).toHaveTitle(/^A shared link/);
  await expect(page.locator('meta[property="og:title"]')).toHaveAttribute('content', 'A shared link');
  await expect(page.locator('meta[property^="og:"]')).toHaveCount(3);
  await unlock(page, 'not the password');
  await expect(page.getByText('That is not the password of this link.')).toBeVisible();
  await unlock(page, secret);
  await expect(page.getByRole('heading', { name: 'secret plan.txt' })).toBeVisible();
  expect((await contentOf(await downloadBy(page, 'Download'))).toString()).toBe('the plan');
  const [cookie] = (await context.cookies()).filter(({ name }) => name.includes('unlock'));
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Lax' });
  expect((cookie?.expires ?? 0) - Date.now() / 1000).toBeLessThanOrEqual(12 * 3600 + 5);

  await person.api.patch(`/api/shares/${made.id}`, { data: { password: 'another password' } });
  await page.getByRole('button', { name: 'Download' }).click();
  await expect(page.getByRole('heading', { name: 'This link is locked' })).toBeVisible();
  await context.close();
});

test('everything in a folder is one ZIP, with its tree, and one download', { tag: '@engine' }, async ({
  person,
  browser,
}) => {
  const folder = await (await person.api.post('/api/folders', { data: { name: 'Holiday' } })).json();
  const inner = await (
    await person.api.post('/api/folders', { data: { name: 'Beach', parentId: folder.id } })
  ).json();
  const files: [string, MadeFile, string][] = [
    ['sun.jpg', await jpeg('sun.jpg'), folder.id],
    ['Beach/sand ☀.png', await png('sand ☀.png'), inner.id],
    ['Beach/plan.pdf', pdf('plan.pdf'), inner.id],
    ['empty.txt', text('empty.txt', ''), folder.id],
  ];
  for (const [, file, folderId] of files) await store(person.api, file, folderId);
  const made = await share(person.api, { folderId: folder.id, maxDownloads: 5 });
  const { context, page } = await newVisitor(browser);
  await page.goto(`/s/${made.slug}`);
  await expect(page.getByText('4 files')).toBeVisible();
  const download = await downloadBy(page, 'Download all as ZIP');
  expect(download.suggestedFilename()).toBe('Holiday.zip');
  const entries = unzipSync(await contentOf(download));
  expect(Object.keys(entries).sort()).toEqual(files.map(([path]) => path).sort());
  for (const [path, file] of files)
    expect(sha256(Buffer.from(entries[path] ?? []))).toBe(sha256(file.buffer));
  expect((await shareNow(person.api, made.id)).downloads).toBe(1);

  await store(person.api, text('later.txt', 'new'), inner.id);
  await page.reload();
  await expect(page.getByText('5 files')).toBeVisible();
  await context.close();
});

test('without JavaScript a visitor unlocks and downloads by plain forms', async ({ person, browser }) => {
  const file = text('plain.txt', 'plain words');
  const stored = await store(person.api, file);
  const made = await share(person.api, { fileIds: [stored.id], password: secret, maxDownloads: 1 });
  const { context, page } = await newVisitor(browser, { javaScriptEnabled: false });
  await page.goto(`/s/${made.slug}`);
  await unlock(page, 'wrong password');
  await expect(page.getByText('That is not the password of this link.')).toBeVisible();
  await unlock(page, secret);
  await expect(page.getByText('1 download left')).toBeVisible();
  const download = await downloadBy(page, 'Download');
  expect((await contentOf(download)).toString()).toBe('plain words');
  await expect.poll(async () => (await shareNow(person.api, made.id)).state).toBe('used_up');
  expect((await contentOf(await downloadBy(page, 'Download'))).toString()).toBe('plain words');
  const other = await newVisitor(browser);
  await isUnavailable(other.page, made.slug);
  await other.context.close();
  await context.close();
});

test('a link ends while its page is open, and an open page cannot go on', async ({ person, browser }) => {
  const stored = await store(person.api, text('soon.txt', 'soon gone'));
  const made = await share(person.api, { fileIds: [stored.id] });
  const { context, page } = await newVisitor(browser);
  const soon = new Date(Date.now() + 6_000).toISOString();
  await person.api.patch(`/api/shares/${made.id}`, { data: { expiresAt: soon } });
  await page.goto(`/s/${made.slug}`);
  await expect(page.getByRole('heading', { name: 'soon.txt' })).toBeVisible();
  await expect(page.getByRole('heading', { name: 'This link is not available' })).toBeVisible({
    timeout: 20_000,
  });

  const other = await share(person.api, { fileIds: [stored.id] });
  await page.goto(`/s/${other.slug}`);
  await person.api.delete(`/api/shares/${other.id}`);
  await page.getByRole('button', { name: 'Download' }).click();
  await expect(page.getByRole('heading', { name: 'This link is not available' })).toBeVisible();
  await context.close();
});

test('a link revoked while its ZIP is made signs nothing more, and leaves no half archive', async ({
  person,
  browser,
}) => {
  const folder = await (await person.api.post('/api/folders', { data: { name: 'Many' } })).json();
  // More than one window of signatures.
  const names = Array.from({ length: 12 }, (_, index) => `${String(index).padStart(2, '0')}.txt`);
  await Promise.all(names.map((name) => store(person.api, text(name, name), folder.id)));
  const made = await share(person.api, { folderId: folder.id });
  const { context, page } = await newVisitor(browser);
  let saved = 0;
  page.on('download', () => {
    saved += 1;
  });
  const signed: number[] = [];
  page.on('response', (answer) => {
    if (answer.url().endsWith(`/api/s/${made.slug}/download`)) signed.push(answer.status());
  });
  // The fifth file waits in the bucket until the link has ended.
  await context.route(/X-Amz-Signature/, async (route) => {
    if (decodeURIComponent(route.request().url()).includes('04.txt'))
      expect((await person.api.delete(`/api/shares/${made.id}`)).status()).toBe(204);
    await route.continue();
  });
  await page.goto(`/s/${made.slug}`);
  await page.getByRole('button', { name: 'Download all as ZIP' }).click();
  await expect(page.getByRole('heading', { name: 'This link is not available' })).toBeVisible();
  expect([signed.filter((status) => status === 200).length, signed.at(-1), saved]).toEqual([1, 404, 0]);
  expect((await shareNow(person.api, made.id)).downloads).toBe(1);
  await context.close();
});

test('a view-only link shows a picture and hands out no file', async ({ person, browser }) => {
  const stored = await store(person.api, await png('drawing.png'));
  const made = await share(person.api, { fileIds: [stored.id], allowDownload: false });
  const { context, page } = await newVisitor(browser);
  await page.goto(`/s/${made.slug}`);
  await expect(page.getByText('For looking only')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Download' })).toHaveCount(0);
  const refused = await page.request.post(`/api/s/${made.slug}/download`, { data: { fileId: stored.id } });
  expect(refused.status()).toBe(403);
  await context.close();
});

test('a public address leads to the file until it is revoked', { tag: '@engine' }, async ({ person }) => {
  const file = await png('logo.png');
  const stored = await store(person.api, file);
  const made = await share(person.api, { kind: 'public', fileIds: [stored.id] });
  const api = await anonymous();
  const redirect = await api.get(made.url, { maxRedirects: 0 });
  expect(redirect.status()).toBe(302);
  expect(redirect.headers()['cache-control']).toBe('no-store');
  const followed = await api.get(made.url);
  expect(followed.headers()['content-disposition']).toMatch(/^inline/);
  expect(sha256(await followed.body())).toBe(sha256(file.buffer));
  await person.api.delete(`/api/shares/${made.id}`);
  expect((await api.get(made.url)).status()).toBe(404);
  await api.dispose();
});

test('what is not available looks the same whatever it was', async ({ person, browser }) => {
  const stored = await store(person.api, text('gone.txt', 'gone'));
  const revoked = await share(person.api, { fileIds: [stored.id] });
  await person.api.delete(`/api/shares/${revoked.id}`);
  const used = await share(person.api, { fileIds: [stored.id], maxDownloads: 1 });
  const api = await anonymous();
  await api.post(`/api/s/${used.slug}/download`, { data: { fileId: stored.id } });
  await api.dispose();
  const bodies = new Set<string>();
  const pages = new Set<string>();
  const { context, page } = await newVisitor(browser);
  for (const { slug } of [revoked, used, { slug: 'AAAAAAAAAAAAAAAAAAAAAA' }] as Pick<MadeShare, 'slug'>[]) {
    const stranger = await anonymous();
    const answer = await stranger.get(`/api/s/${slug}`);
    expect(answer.status()).toBe(404);
    const { requestId: _each, ...problem } = await answer.json();
    bodies.add(JSON.stringify(problem));
    await stranger.dispose();
    await isUnavailable(page, slug);
    pages.add(await page.locator('main').innerHTML());
  }
  expect([bodies.size, pages.size]).toEqual([1, 1]);
  await context.close();
});

test('pages of links are accessible', async ({ page, person, browser }) => {
  const picture = await store(person.api, await jpeg('sea.jpg'));
  const letter = await store(person.api, text('letter.txt', 'dear visitor'));
  const open = await share(person.api, {
    fileIds: [picture.id, letter.id],
    note: 'For you.',
    maxDownloads: 3,
  });
  const locked = await share(person.api, { fileIds: [letter.id], password: secret });
  const { context, page: visitor } = await newVisitor(browser, { window: 'phone' });
  for (const slug of [open.slug, locked.slug, 'AAAAAAAAAAAAAAAAAAAAAA']) {
    await visitor.goto(`/s/${slug}`);
    await expect(visitor.getByRole('heading', { level: 1 })).toBeVisible();
    expect(await violations(visitor)).toEqual([]);
  }
  await page.goto('/shares');
  await expect(page.getByRole('row')).toHaveCount(3);
  expect(await violations(page)).toEqual([]);
  await page
    .getByRole('button', { name: /^Actions for/ })
    .first()
    .click();
  await page.getByRole('menuitem', { name: 'Edit' }).click();
  await expect(page.getByRole('dialog')).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await context.close();
});
