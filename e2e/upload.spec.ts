import { jpeg, type MadeFile, noise, pdf, png, sha256, text } from './support/files';
import { createPerson, enter, expect, test } from './support/people';
import { drop, pick, tray, uploaded } from './support/tray';

async function storedHash(page: import('@playwright/test').Page, file: MadeFile): Promise<string> {
  const { items } = await (await page.request.get('/api/files?limit=200')).json();
  const found = items.find((item: { name: string }) => item.name === file.name);
  expect(found, file.name).toBeTruthy();
  const answer = await page.request.get(`/api/files/${found.id}/download`);
  expect(answer.headers()['content-disposition']).toContain('attachment');
  return sha256(await answer.body());
}

test('files of several kinds, dropped and picked, come back byte for byte', { tag: '@engine' }, async ({
  signedIn: page,
}) => {
  const dropped = [
    await jpeg('Ferien ☀️.jpg'),
    await png(),
    pdf(),
    text('notes.md', '# Notes\n'),
    text('رسالة.csv', 'a,b\n'),
  ];
  const picked = [noise('large.bin', 20 * 2 ** 20), text('empty.txt', '')];
  await drop(page, dropped);
  await uploaded(page, dropped.length);
  await pick(page, picked);
  await uploaded(page, dropped.length + picked.length);
  const grid = page.getByRole('grid', { name: 'Files' });
  for (const file of [...dropped, ...picked]) {
    await expect(
      grid.getByRole('gridcell', { name: new RegExp(file.name.replace(/[.*+?()]/g, '\\$&')) }),
    ).toBeVisible();
    expect(await storedHash(page, file)).toBe(sha256(file.buffer));
  }
  await page.reload();
  await expect(grid.getByRole('gridcell')).toHaveCount(dropped.length + picked.length);
});

test('what is refused says why, and costs nothing', { tag: '@engine' }, async ({ page, context }) => {
  const person = await createPerson(100_000);
  await enter(context, person);
  await page.goto('/');
  await drop(page, [
    text('photo.png', '<!doctype html>'),
    noise('too-big.bin', 150_000),
    text('fine.txt', 'fine'),
  ]);
  await expect(tray(page).getByText(/not what its name says/)).toBeVisible();
  await expect(tray(page).getByText(/storage is full/i)).toBeVisible();
  await expect(page.getByRole('gridcell', { name: /fine\.txt/ })).toBeVisible();
  const { usage } = await (await person.api.get('/api/me')).json();
  expect(usage).toMatchObject({ usedBytes: 4, reservedBytes: 0 });
});

test('a file goes to the trash, comes back by undo, and is restored from there', async ({
  signedIn: page,
}) => {
  await drop(page, [text('keep me.txt', 'kept')]);
  await uploaded(page, 1);
  const cell = page.getByRole('gridcell', { name: /keep me\.txt/ });
  await cell.focus();
  await page.keyboard.press('Delete');
  await expect(cell).toBeHidden();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(cell).toBeVisible();
  await cell.focus();
  // The page shows it gone before the server has said so: leaving at once would end the request.
  const trashed = page.waitForResponse((response) => response.url().endsWith('/api/files/batch'));
  await page.keyboard.press('Delete');
  await expect(cell).toBeHidden();
  expect((await trashed).ok()).toBe(true);
  await page.goto('/trash');
  await cell.focus();
  await page.getByRole('button', { name: /Actions for keep me\.txt/ }).click();
  await page.getByRole('menuitem', { name: /restore/i }).click();
  await page.goto('/');
  await expect(cell).toBeVisible();
});

test('another person, and nobody, reach nothing of it', async ({ signedIn: page }) => {
  await drop(page, [text('private.txt', 'mine')]);
  await uploaded(page, 1);
  const { items } = await (await page.request.get('/api/files')).json();
  const { id } = items[0];
  const { api } = await createPerson();
  for (const path of [
    `/api/files/${id}`,
    `/api/files/${id}/download`,
    `/api/files/${id}/versions`,
    `/api/files/${id}/history`,
  ]) {
    expect((await api.get(path, { maxRedirects: 0 })).status(), path).toBe(404);
  }
  for (const path of ['presign', 'verify']) {
    expect((await api.post(`/api/files/${id}/${path}`, { data: {} })).status(), path).toBe(404);
  }
  expect((await api.patch(`/api/files/${id}`, { data: { name: 'stolen.txt' } })).status()).toBe(404);
  expect((await api.delete(`/api/files/${id}`)).status()).toBe(404);
});
