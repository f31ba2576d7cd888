import type { Page } from '@playwright/test';
import sharp from 'sharp';
import { brokenMp4, colouredPdf, japanesePdf, type MadeFile, mp3, wav } from './support/files';
import { film } from './support/film';
import { expect, type Person, test } from './support/people';
import { newVisitor, share } from './support/shares';
import { drop, pick, uploaded } from './support/tray';

type Told = {
  id: string;
  name: string;
  width?: number;
  height?: number;
  durationSeconds?: number;
  thumbnails?: Record<string, string>;
};

async function told(person: Person, name: string): Promise<Told> {
  const { items } = (await (await person.api.get('/api/files?limit=200')).json()) as { items: Told[] };
  const found = items.find((item) => item.name === name);
  if (!found) throw new Error(`${name} is not there`);
  return found;
}

const tile = (page: Page, name: string) =>
  page.getByRole('gridcell', { name: new RegExp(name.replace('.', '\\.')) });

/** Mean red, green and blue of the picture in a tile, as the browser got it. */
async function colourOf(page: Page, name: string): Promise<number[]> {
  const picture = tile(page, name).locator('img');
  await expect(picture).toBeVisible({ timeout: 60_000 });
  const url = (await picture.getAttribute('src')) ?? '';
  const { channels } = await sharp(await (await page.request.get(url)).body()).stats();
  return channels.slice(0, 3).map(({ mean }) => Math.round(mean));
}

test('videos and PDFs get their pictures and lengths while they are uploaded', async ({
  page,
  context,
  person,
}) => {
  const files: MadeFile[] = [
    await film(context, 'camera.mp4'),
    await film(context, 'screen.webm'),
    colouredPdf('paper.pdf', [0.1, 0.5, 0.6]),
    japanesePdf('水門.pdf'),
    wav('memo.wav', 83),
    mp3('song.mp3'),
  ];
  await page.goto('/');
  await pick(page, files);
  await uploaded(page, files.length);

  // Bright orange: not the black that both films begin with. Nobody reloads the page.
  for (const name of ['camera.mp4', 'screen.webm']) {
    const [red = 0, green = 0, blue = 0] = await colourOf(page, name);
    expect(red, name).toBeGreaterThan(180);
    expect(red - blue, name).toBeGreaterThan(80);
    expect(green, name).toBeGreaterThan(100);
    await expect(tile(page, name).getByText(/^0:\d\d$/)).toBeVisible();
    const { width, height, durationSeconds } = await told(person, name);
    expect([width, height]).toEqual([320, 180]);
    expect(durationSeconds).toBeGreaterThan(1.5);
  }
  const [red = 255, green = 0] = await colourOf(page, 'paper.pdf');
  expect(red).toBeLessThan(80);
  expect(green).toBeGreaterThan(100);

  // Large letters on white paper; without what their codes mean, the paper stays empty.
  expect(Math.max(...(await colourOf(page, '水門.pdf')))).toBeLessThan(250);

  await expect(tile(page, 'memo.wav').getByText('1:23')).toBeVisible();
  await expect(tile(page, 'song.mp3').getByText('0:01')).toBeVisible();
  expect((await told(person, 'memo.wav')).durationSeconds).toBe(83);
  expect((await told(person, 'paper.pdf')).width).toBeUndefined();

  await tile(page, 'memo.wav').click();
  await expect(page.getByRole('dialog', { name: 'Preview of memo.wav' })).toBeVisible();
  await page.keyboard.press('i');
  const details = page.getByRole('complementary', { name: 'Details' });
  await expect(details.getByText('1:23')).toBeVisible();
});

test('what this browser cannot show keeps its icon, and holds nothing up', async ({
  page,
  context,
  person,
}) => {
  const broken = [
    brokenMp4('broken.mp4'),
    { name: 'broken.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7\nnothing else') },
  ];
  const good = await film(context, 'good.webm');
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  await page.goto('/');
  await drop(page, broken);
  await uploaded(page, broken.length);
  await drop(page, [good]);
  // Previews are made one after another: when the last one is there, the others have been decided.
  await colourOf(page, good.name);
  for (const { name } of broken) {
    expect((await told(person, name)).thumbnails).toBeUndefined();
    await expect(tile(page, name).locator('svg').first()).toBeVisible();
    await expect(tile(page, name).locator('img')).toHaveCount(0);
    await expect(page.getByText(/preview/i)).toHaveCount(0);
  }
  expect(errors).toEqual([]);
});

test('visitors see the picture of a video as that of an image, also where they may only look', async ({
  page,
  context,
  person,
  browser,
}) => {
  const video = await film(context, 'holiday.mp4');
  await page.goto('/');
  await pick(page, [video]);
  await colourOf(page, video.name);
  const { id } = await told(person, video.name);
  const link = await share(person.api, { fileIds: [id], allowDownload: false });
  const visitor = await newVisitor(browser);
  await visitor.page.goto(link.url);
  const picture = visitor.page.locator('main img').first();
  await expect
    .poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth))
    .toBeGreaterThan(0);
  await visitor.context.close();
});
