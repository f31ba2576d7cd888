import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { UserActor } from '@/lib/access/actor';
import { objectIdOf } from '@/lib/files/to-file-dto';
import { db, disconnect } from '@/lib/platform/db';
import { createBucket } from '@/lib/storage/bucket';
import { deleteObjects } from '@/lib/storage/delete-objects';
import { readRange } from '@/lib/storage/get-object';
import { thumbnailKey } from '@/lib/storage/keys';
import { createFile } from '@/scripts/testing/files';
import { actorOf, createPerson } from '@/scripts/testing/people';
import { pngOf, turnedHeic, turnedJpeg } from '@/scripts/testing/pictures';
import { makeThumbnail } from './thumbnail';

let actor: UserActor;
beforeAll(async () => {
  await createBucket();
  actor = actorOf(await createPerson());
});
afterAll(disconnect);

const picture = (mime: string, content: Buffer, sizeBytes?: bigint) =>
  createFile(actor, {
    mime,
    kind: 'image',
    thumbnailState: 'pending',
    content,
    ...(sizeBytes ? { sizeBytes } : {}),
  });
const now = (id: string) => db().file.findUniqueOrThrow({ where: { id } });
const rendition = async (objectKey: string, width: number) =>
  (await readRange(thumbnailKey(objectIdOf(objectKey), width), 0, 10_000_000)).bytes;

it('draws a turned photograph upright, in two widths, with its size and a placeholder', async () => {
  const { id, objectKey } = await picture('image/jpeg', await turnedJpeg());
  await makeThumbnail(id);
  expect(await now(id)).toMatchObject({ thumbnailState: 'ready', width: 200, height: 100 });
  expect((await now(id)).placeholder).toMatch(/^[A-Za-z0-9+/=]{16,}$/);
  for (const width of [320, 1280]) {
    expect(await sharp(await rendition(objectKey, width)).metadata()).toMatchObject({
      format: 'webp',
      width: 200,
      height: 100,
    });
  }
});

it('draws an iPhone’s HEIC, turned as it says', async () => {
  const { id, objectKey } = await picture('image/heic', turnedHeic);
  await makeThumbnail(id);
  expect(await now(id)).toMatchObject({ thumbnailState: 'ready', width: 48, height: 64 });
  const { data } = await sharp(await rendition(objectKey, 320))
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const [above, below] = [data.subarray(0, 3), data.subarray(-3)];
  expect(above[2]).toBeGreaterThan(150);
  expect(above[0]).toBeLessThan(100);
  expect(below[0]).toBeGreaterThan(150);
});

it.each([
  ['a PNG of 40,000 × 40,000', 'image/png', pngOf(40_000, 40_000), undefined],
  ['a TIFF of 1 GB, unread', 'image/tiff', Buffer.from('II*\0'), 2n ** 30n],
  ['a PNG that ends too early', 'image/png', pngOf(400, 400), undefined],
  ['text that calls itself HEIC', 'image/heic', Buffer.from('not a picture'), undefined],
  ['half a HEIC', 'image/heic', turnedHeic.subarray(0, 300), undefined],
  ['nothing', 'image/jpeg', Buffer.alloc(0), undefined],
])('%s keeps its icon', async (_, mime, content, sizeBytes) => {
  const { id } = await picture(mime, content, sizeBytes);
  const before = process.memoryUsage().rss;
  await makeThumbnail(id);
  expect(await now(id)).toMatchObject({ thumbnailState: 'failed', placeholder: null });
  // Decoded, the first would be 4.8 GB.
  expect(process.memoryUsage().rss - before).toBeLessThan(300 * 2 ** 20);
});

it('a bucket without the object is tried again, not given up', async () => {
  const { id, objectKey } = await picture('image/jpeg', await turnedJpeg());
  await deleteObjects([objectKey]);
  await expect(makeThumbnail(id)).rejects.toMatchObject({ kind: 'not_found' });
  expect(await now(id)).toMatchObject({ thumbnailState: 'pending' });
});
