import sharp from 'sharp';
import { jpeg, movingGif, mp3, pdf, picture, png, svg, text } from './support/files';
import { film } from './support/film';
import { expect, test } from './support/people';
import { store } from './support/shares';

test('each kind opens in its own way, and what could run does not', async ({ page, context, person }) => {
  test.setTimeout(180_000);
  const open = async (file: Parameters<typeof store>[1]) => {
    const { id } = await store(person.api, file);
    await page.goto(`/?file=${id}`);
    const dialog = page.getByRole('dialog', { name: `Preview of ${file.name}` });
    await expect(dialog).toBeVisible();
    return dialog;
  };
  for (const file of [
    await jpeg('turned.jpg'),
    await png(),
    await picture('家族.webp', 'webp'),
    await picture('still.gif', 'gif'),
  ]) {
    const dialog = await open(file);
    const image = dialog.getByRole('img', { name: file.name });
    await expect
      .poll(() => image.evaluate((element: HTMLImageElement) => element.naturalWidth), { message: file.name })
      .toBeGreaterThan(0);
  }

  const moving = await open(await movingGif('moves.gif'));
  const frames = new Set<string>();
  await expect
    .poll(async () => {
      const shot = await moving.getByRole('img', { name: 'moves.gif' }).screenshot();
      const [red, , blue] = (await sharp(shot).stats()).channels;
      frames.add((red?.mean ?? 0) > (blue?.mean ?? 0) ? 'red' : 'blue');
      return frames.size;
    })
    .toBe(2);

  for (const name of ['camera.mp4', 'screen.webm']) {
    const video = (await open(await film(context, name))).locator('video');
    const at = () =>
      video.evaluate(({ videoWidth, seeking, currentTime }: HTMLVideoElement) => ({
        videoWidth,
        seeking,
        currentTime,
      }));
    await expect.poll(at, { message: name }).toMatchObject({ videoWidth: 320 });
    await video.evaluate((element: HTMLVideoElement) => {
      element.currentTime = 1;
    });
    await expect.poll(at, { message: name }).toMatchObject({ seeking: false, currentTime: 1 });
  }

  const drawing = await open(svg());
  await expect(drawing.getByText('<script>')).toBeVisible();
  expect(await page.evaluate(() => 'ran' in window)).toBe(false);

  const page1 = await open(text('page.html', '<h1>Hello</h1><script>top.ran=1</script>'));
  await expect(page1.getByText('<h1>Hello</h1>')).toBeVisible();
  expect(await page.evaluate(() => 'ran' in window)).toBe(false);

  const notes = await open(text('notes.md', '# A heading\n\n<img src=x onerror="top.ran=1"> *words*'));
  await expect(notes.getByRole('heading', { name: 'A heading' })).toBeVisible();
  expect(await page.evaluate(() => 'ran' in window)).toBe(false);

  const table = await open(text('جدول.csv', 'name,count\nboat,2\n'));
  await expect(table.getByText('boat,2')).toBeVisible();

  const song = await open(mp3());
  await expect
    .poll(() => song.locator('audio').evaluate((element: HTMLAudioElement) => element.duration), {
      timeout: 20_000,
    })
    .toBeGreaterThan(0.5);

  const paper = await open(pdf());
  await expect(paper.locator('iframe, embed, object').first()).toBeVisible();
});

test('arrows go through the list, details tell, Escape returns to the file shown last', async ({
  page,
  person,
}) => {
  for (const name of ['a.txt', 'b.txt']) await store(person.api, text(name, `text of ${name}`));
  await page.goto('/?sort=name');
  await page.getByRole('gridcell', { name: /a\.txt/ }).click();
  await expect(page.getByText('text of a.txt')).toBeVisible();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByText('text of b.txt')).toBeVisible();
  await page.keyboard.press('i');
  const details = page.getByRole('complementary', { name: 'Details' });
  await expect(details.getByText('text/plain')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
  await expect(page.getByRole('gridcell', { name: /b\.txt/ })).toBeFocused();
});
