import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { unzipSync } from 'fflate';
import { jpeg, type MadeFile, png, sha256, text } from './support/files';
import { expect, test } from './support/people';
import { store } from './support/shares';

const cell = (page: Page, name: RegExp | string) => page.getByRole('gridcell', { name });

/** A page on which archives go to the browser's downloads: a test cannot answer a file picker. */
async function withoutPicker(page: Page): Promise<void> {
  await page.addInitScript(() => {
    Reflect.deleteProperty(globalThis, 'showSaveFilePicker');
  });
}

test('thumbnails appear, and everything selected is one ZIP, byte for byte', { tag: '@engine' }, async ({
  page,
  person,
}) => {
  const files: MadeFile[] = [
    await jpeg('Ferien ☀️.jpg'),
    await png('図面.png'),
    text('ملاحظات.txt', 'notes'),
    text('empty.txt', ''),
  ];
  for (const file of files) await store(person.api, file);
  await withoutPicker(page);
  await page.goto('/');
  await expect(page.getByRole('gridcell')).toHaveCount(files.length);
  const pictures = page.locator('[role=gridcell] img');
  // The worker draws them off the request path; the page learns of them when it is looked at again.
  await expect(async () => {
    await page.reload();
    await expect(pictures).toHaveCount(2, { timeout: 2_000 });
  }).toPass({ timeout: 60_000 });
  // Turned by its camera: 800 × 600 in the file, upright in the picture.
  const upright = cell(page, /Ferien/).locator('img');
  await expect
    .poll(() => upright.evaluate((image: HTMLImageElement) => image.naturalHeight > image.naturalWidth))
    .toBe(true);

  await cell(page, /empty/).focus();
  await page.keyboard.press('Control+a');
  await expect(page.getByText('4 files selected')).toBeVisible();
  const started = page.waitForEvent('download');
  await page.keyboard.press('d');
  const entries = unzipSync(readFileSync(await (await started).path()));
  expect(Object.keys(entries).sort()).toEqual(files.map(({ name }) => name).sort());
  for (const { name, buffer } of files)
    expect(sha256(Buffer.from(entries[name] ?? [])), name).toBe(sha256(buffer));
});

test('by keyboard alone: move, select, mark, rename, trash and take back', async ({ page, person }) => {
  for (const name of ['one.txt', 'two.txt', 'three.txt']) await store(person.api, text(name, name));
  await page.goto('/?sort=name');
  await expect(page.getByRole('gridcell')).toHaveCount(3);
  await page.keyboard.press('j');
  await expect(cell(page, /one/)).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await expect(cell(page, /three/)).toBeFocused();
  await page.keyboard.press('f');
  await expect(cell(page, /three.*Favourite/)).toBeVisible();
  await page.keyboard.press('F2');
  const field = page.getByRole('textbox', { name: 'New name' });
  await expect(field).toBeFocused();
  await field.fill('drei.txt');
  await page.keyboard.press('Enter');
  await expect(cell(page, /drei/)).toBeVisible();

  await cell(page, /one|drei/)
    .first()
    .focus();
  await page.keyboard.press('Shift+ArrowRight');
  await expect(page.getByText('2 files selected')).toBeVisible();
  await page.keyboard.press('Delete');
  await expect(page.getByRole('gridcell')).toHaveCount(1);
  await page.getByRole('button', { name: 'Undo' }).press('Enter');
  await expect(page.getByRole('gridcell')).toHaveCount(3);
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: /keyboard/i })).toBeVisible();
  // At once: what closes still has the focus.
  await page.keyboard.press('Escape');
  // What is typed before the menu's code is here waits for it: U alone would choose files, Backspace trash one.
  let arrive = () => {};
  const isTyped = new Promise<void>((resolve) => {
    arrive = resolve;
  });
  await page.route('**/_next/static/**/*.js', async (route) => {
    await isTyped;
    await route.continue();
  });
  await page.keyboard.press('Control+k');
  await page.keyboard.type('cancelled');
  // Keys of the browser stay its own, above all the one that loads a page anew.
  const isTaken = page.evaluate(
    () =>
      new Promise((resolve) => {
        document.addEventListener('keydown', (event) => resolve(event.defaultPrevented), { once: true });
        document.body.dispatchEvent(
          new KeyboardEvent('keydown', { key: 'r', ctrlKey: true, bubbles: true, cancelable: true }),
        );
        resolve('stopped');
      }),
  );
  expect(await isTaken).toBe(false);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+k');
  await page.keyboard.type('twu');
  await page.keyboard.press('Backspace');
  await page.keyboard.type('o');
  arrive();
  await expect(page.getByRole('combobox', { name: /command or a file name/ })).toHaveValue('two');
  await expect(page.getByRole('option')).toHaveText(['two.txt', 'Search files for “two”']);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog', { name: 'Preview of two.txt' })).toBeVisible();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('combobox', { name: /command or a file name/ })).toBeFocused();
  await page.keyboard.press('Escape');
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: /keyboard/i })).toBeVisible();
});

test('the URL holds the view; tags, kinds and words narrow it; back and reload keep it', async ({
  page,
  person,
}) => {
  const { id } = await store(person.api, await png('tagged.png'));
  await store(person.api, text('plain.txt', 'x'));
  expect((await person.api.patch(`/api/files/${id}`, { data: { tags: ['旅行'] } })).ok()).toBe(true);
  await page.goto('/');
  await page.getByRole('button', { name: 'Tags' }).click();
  await page.getByRole('menuitemcheckbox', { name: '旅行' }).click();
  await expect(page.getByRole('gridcell')).toHaveCount(1);
  expect(new URL(page.url()).searchParams.get('tag')).toBe('旅行');
  await page.reload();
  await expect(cell(page, /tagged/)).toBeVisible();
  await cell(page, /tagged/).click();
  await expect(page.getByRole('dialog', { name: 'Preview of tagged.png' })).toBeVisible();
  await page.goBack();
  await expect(page.getByRole('dialog')).toBeHidden();
  await page.goBack();
  await expect(page.getByRole('gridcell')).toHaveCount(2);
  await page.goto('/?q=pl&layout=list');
  await expect(
    page
      .getByRole('gridcell', { name: /plain/ })
      .or(page.getByRole('row', { name: /plain/ }))
      .first(),
  ).toBeVisible();
  await expect(page.getByText('tagged.png')).toBeHidden();
});

test('a folder: dropped into by its tile, trashed with all in it, and back; another tab follows', async ({
  page,
  context,
  person,
}) => {
  const made = await person.api.post('/api/folders', { data: { name: 'Album', parentId: null } });
  const folder = await made.json();
  await store(person.api, text('loose.txt', 'loose'));
  await page.goto('/');
  const other = await context.newPage();
  await other.goto('/');
  await expect(cell(other, /loose/)).toBeVisible();

  const tile = page.getByRole('link', { name: 'Album' });
  const transfer = await page.evaluateHandle(() => {
    const data = new DataTransfer();
    data.items.add(new File(['dropped'], 'dropped.txt', { type: 'text/plain' }));
    return data;
  });
  await tile.dispatchEvent('dragenter', { dataTransfer: transfer });
  await expect(page.getByText('Drop to upload to Album')).toBeVisible();
  for (const type of ['dragover', 'drop']) await tile.dispatchEvent(type, { dataTransfer: transfer });
  const filesInAlbum = async () =>
    (await (await person.api.get(`/api/files?folderId=${folder.id}`)).json()).items.length;
  await expect.poll(filesInAlbum).toBe(1);

  await cell(page, /loose/).dragTo(tile);
  await expect(cell(page, /loose/)).toBeHidden();
  await expect(cell(other, /loose/)).toBeHidden();
  await expect.poll(filesInAlbum).toBe(2);

  await page.getByRole('button', { name: 'Actions for folder Album' }).click({ force: true });
  await page.getByRole('menuitem', { name: 'Move to the trash' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: /trash/i }).click();
  await expect(tile).toBeHidden();
  // The notice of the file's move may still be there, with an undo of its own.
  const notice = page.locator('.toast-card', { hasText: 'Moved Album' });
  await notice.getByRole('button', { name: 'Undo' }).click();
  await expect(tile).toBeVisible();
  await tile.click();
  await expect(page.getByRole('gridcell')).toHaveCount(2);
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 360, height: 740 }, hasTouch: true });
  test('a long press selects, and the actions lie under the thumb', async ({ page, person }) => {
    await store(person.api, text('press.txt', 'x'));
    await page.goto('/');
    const target = cell(page, /press/);
    const box = await target.boundingBox();
    if (!box) throw new Error('no tile');
    const at = {
      clientX: box.x + 40,
      clientY: box.y + 40,
      pointerType: 'touch',
      isPrimary: true,
      pointerId: 7,
    };
    await target.dispatchEvent('pointerdown', at);
    await expect(page.getByText('1 file selected')).toBeVisible();
    await target.dispatchEvent('pointerup', at);
    const actions = page.getByRole('toolbar', { name: 'Actions for the selected files' });
    await expect(actions).toBeInViewport();
    expect((await actions.boundingBox())?.y).toBeGreaterThan(600);
  });
});
