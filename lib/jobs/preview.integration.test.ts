import { randomUUID } from 'node:crypto';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { UserActor } from '@/lib/access/actor';
import { contentDeletions } from '@/lib/files/delete-files';
import { getFile } from '@/lib/files/get-file';
import { completeFilePreview, createFilePreview } from '@/lib/files/previews';
import { objectIdOf } from '@/lib/files/to-file-dto';
import { keepAsVersion, restoreVersion } from '@/lib/files/versions';
import type { File } from '@/lib/generated/prisma/client';
import { db, disconnect, transaction } from '@/lib/platform/db';
import type { Tasks } from '@/lib/platform/queue';
import { readRange } from '@/lib/storage/get-object';
import { findObject } from '@/lib/storage/head-object';
import { fileKey, thumbnailKey } from '@/lib/storage/keys';
import { createFile } from '@/scripts/testing/files';
import { actorOf, createPerson, setPolicy } from '@/scripts/testing/people';
import { pngOf } from '@/scripts/testing/pictures';
import { deletePendingObjects } from './delete-objects';
import { prepareInstallation } from './prepare-installation';
import { drawPreview } from './preview';
import { reconcile } from './reconcile';

let actor: UserActor;
beforeAll(async () => {
  await prepareInstallation();
  actor = actorOf(await createPerson());
});
afterAll(disconnect);

const video = (by = actor) => createFile(by, { name: 'clip.mp4', mime: 'video/mp4', kind: 'video' });
const now = (id: string) => db().file.findUniqueOrThrow({ where: { id } });
const frame = (width = 640, height = 360) =>
  sharp({ create: { width, height, channels: 3, background: '#7a3e9d' } })
    .jpeg()
    .withExif({ IFD0: { Copyright: 'somebody' } })
    .toBuffer();

type Picture = { bytes?: Buffer; type?: 'image/jpeg' | 'image/png' | 'image/webp' };

/** Announces a picture of file and sends it; the staged upload's id. */
async function upload({ id: fileId, etag }: File, { bytes, type = 'image/jpeg' }: Picture = {}) {
  const body = bytes ?? (await frame());
  const { id, presign } = await createFilePreview(actor, { fileId, etag, size: body.length, type });
  const { url, method, headers } = presign;
  expect((await fetch(url, { method, headers, body: new Uint8Array(body) })).status).toBe(200);
  return id;
}

const complete = ({ id: fileId, etag }: File, previewId?: string) =>
  completeFilePreview(actor, { fileId, etag, previewId });

/** What waits for the worker about one content. */
async function jobsOf({ objectKey }: Pick<File, 'objectKey'>): Promise<Tasks['preview'][]> {
  const rows = await db().$queryRaw<{ payload: Tasks['preview'] }[]>`
    SELECT "payload" FROM graphile_worker._private_jobs WHERE "payload"->>'objectKey' = ${objectKey}`;
  return rows.map(({ payload }) => payload);
}

/** Does what waits; the jobs done. */
async function work(file: Pick<File, 'objectKey'>): Promise<Tasks['preview'][]> {
  const jobs = await jobsOf(file);
  for (const job of jobs) await drawPreview(job);
  await db().$executeRaw`
    DELETE FROM graphile_worker._private_jobs WHERE "payload"->>'objectKey' = ${file.objectKey}`;
  return jobs;
}

const stagingOf = async (previewId: string) =>
  (await db().objectDeletion.findUniqueOrThrow({ where: { id: previewId } })).objectKey;

describe('the picture of a video', () => {
  it('is drawn anew in two widths, without what the browser’s bytes carried; those are deleted', async () => {
    const file = await video();
    const previewId = await upload(file, { bytes: await frame(1280, 720) });
    const staged = await stagingOf(previewId);
    const told = await completeFilePreview(actor, {
      fileId: file.id,
      etag: file.etag,
      previewId,
      width: 1920,
      height: 1080,
      durationSeconds: 83.4,
    });
    expect(told).toMatchObject({ width: 1920, height: 1080, durationSeconds: 83.4 });
    expect(told.thumbnails).toBeUndefined();
    await work(file);
    const shown = await getFile(actor, file.id);
    expect(shown).toMatchObject({ width: 1920, height: 1080, durationSeconds: 83.4, version: file.version });
    expect(shown.placeholder).toMatch(/^[A-Za-z0-9+/=]{16,}$/);
    for (const width of [320, 1280] as const) {
      const answer = await fetch(shown.thumbnails?.[width] ?? '');
      const picture = await sharp(Buffer.from(await answer.arrayBuffer())).metadata();
      expect(picture).toMatchObject({ format: 'webp', width, height: (width * 9) / 16 });
      expect(picture.exif).toBeUndefined();
    }
    expect(await findObject(staged)).not.toBeNull();
    await deletePendingObjects();
    expect(await findObject(staged)).toBeNull();
    // Its own row waits until no URL can write it any more.
    expect(await db().objectDeletion.count({ where: { objectKey: staged } })).toBe(1);
  });

  it('is made once: repeated, two at once, and a second one leave the first', async () => {
    const file = await video();
    const [one, two] = [await upload(file), await upload(file)];
    await Promise.all([complete(file, one), complete(file, two), complete(file, one), complete(file, two)]);
    expect(await work(file)).toHaveLength(1);
    const first = await now(file.id);
    expect(first.thumbnailState).toBe('ready');
    await expect(upload(file)).rejects.toMatchObject({ code: 'conflict' });
    await complete(file, two);
    expect(await jobsOf(file)).toHaveLength(0);
    expect((await now(file.id)).placeholder).toBe(first.placeholder);
  });

  it.each([
    ['a page', Buffer.from('<!doctype html><script>alert(1)</script>')],
    ['a drawing with scripts', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')],
    ['a bomb of 40,000 × 40,000', pngOf(40_000, 40_000)],
    ['a picture that ends too early', pngOf(400, 400)],
    ['a GIF', Buffer.from('R0lGODlhAQABAAAAACwAAAAAAQABAAACAkQBADs=', 'base64')],
  ])('is never %s; another try may follow', async (_, bytes) => {
    const file = await video();
    await complete(file, await upload(file, { bytes, type: 'image/png' }));
    const before = process.memoryUsage().rss;
    await work(file);
    expect(await now(file.id)).toMatchObject({ thumbnailState: 'failed', placeholder: null });
    expect(process.memoryUsage().rss - before).toBeLessThan(200 * 2 ** 20);
    await complete(file, await upload(file));
    await work(file);
    expect(await now(file.id)).toMatchObject({ thumbnailState: 'ready' });
  });

  it('has exactly the announced bytes, and has arrived', async () => {
    const { id: fileId, etag } = await video();
    const { id, presign } = await createFilePreview(actor, { fileId, etag, size: 10, type: 'image/jpeg' });
    const { url, headers } = presign;
    const answer = await fetch(url, { method: 'PUT', headers, body: new Uint8Array(11) });
    expect(answer.status).toBe(403);
    const early = completeFilePreview(actor, { fileId, etag, previewId: id });
    await expect(early).rejects.toMatchObject({ code: 'upload_incomplete' });
    expect(await now(fileId)).toMatchObject({ thumbnailState: 'none' });
  });

  it('is for its owner’s own content only', async () => {
    const [file, other] = [await video(), await video()];
    const bob = actorOf(await createPerson());
    const { id: fileId, etag } = file;
    const asked = { fileId, etag, size: 10, type: 'image/jpeg' } as const;
    await expect(createFilePreview(bob, asked)).rejects.toMatchObject({ code: 'not_found' });
    const previewId = await upload(file);
    await expect(completeFilePreview(bob, { fileId, etag, previewId })).rejects.toMatchObject({
      code: 'not_found',
    });
    // Uploaded for one file, it is no picture of another.
    await expect(complete(other, previewId)).rejects.toMatchObject({ code: 'not_found' });
    const gone = createFilePreview(actor, { ...asked, etag: randomUUID() });
    await expect(gone).rejects.toMatchObject({ code: 'precondition_failed' });
    await db().file.update({ where: { id: fileId }, data: { trashedAt: new Date() } });
    await expect(complete(file, previewId)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('needs the permission to upload', async () => {
    const { id: fileId, etag } = await video();
    await setPolicy({ mayUpload: 'admins' });
    const asked = createFilePreview(actor, { fileId, etag, size: 10, type: 'image/png' });
    await expect(asked).rejects.toMatchObject({ code: 'forbidden' });
    await setPolicy({});
  });

  it.each([
    ['image/jpeg', 'image', {}],
    ['audio/mpeg', 'audio', {}],
    ['text/plain', 'document', { durationSeconds: 5 }],
    ['application/pdf', 'document', { width: 100 }],
    ['audio/mpeg', 'audio', { height: 100 }],
  ] as const)('is not taken for %s %s %o', async (mime, kind, claims) => {
    const { id: fileId, etag } = await createFile(actor, { mime, kind });
    const given = Object.keys(claims).length > 0 ? claims : { previewId: randomUUID() };
    await expect(completeFilePreview(actor, { fileId, etag, ...given })).rejects.toMatchObject({
      code: 'type_refused',
    });
  });

  it('can be missing: a recording has a length all the same', async () => {
    const { id: fileId, etag } = await createFile(actor, { mime: 'audio/mpeg', kind: 'audio' });
    const told = await completeFilePreview(actor, { fileId, etag, durationSeconds: 61.5 });
    expect(told).toMatchObject({ durationSeconds: 61.5 });
    expect(await now(fileId)).toMatchObject({ thumbnailState: 'none' });
  });
});

describe('the picture belongs to the content', () => {
  /** The file gets another content, as an upload that replaces it would do. */
  const replace = (file: File) =>
    transaction(async (tx) => {
      await keepAsVersion(tx, {
        ...file,
        ...(await tx.file.findUniqueOrThrow({ where: { id: file.id } })),
        tags: [],
      });
      await tx.file.update({
        where: { id: file.id },
        data: {
          objectKey: fileKey(randomUUID()),
          etag: randomUUID(),
          contentNumber: { increment: 1 },
          ...{ width: null, height: null, durationSeconds: null, placeholder: null, thumbnailState: 'none' },
        },
      });
    });

  it('and comes back with it', async () => {
    const file = await video();
    const previewId = await upload(file);
    await completeFilePreview(actor, { fileId: file.id, etag: file.etag, previewId, durationSeconds: 7 });
    await work(file);
    const { placeholder } = await now(file.id);
    await replace(file);
    expect((await getFile(actor, file.id)).thumbnails).toBeUndefined();
    const back = await restoreVersion(actor, { id: file.id, number: 1 });
    expect(back).toMatchObject({ placeholder, durationSeconds: 7 });
    expect((await fetch(back.thumbnails?.[320] ?? '')).status).toBe(200);
  });

  it('also where the worker was slower than the replacement', async () => {
    const file = await video();
    await complete(file, await upload(file));
    await replace(file);
    await work(file);
    expect(await now(file.id)).toMatchObject({ thumbnailState: 'none', placeholder: null });
    expect((await restoreVersion(actor, { id: file.id, number: 1 })).thumbnails).toBeDefined();
  });

  it('and goes with it: nothing is left of a file deleted meanwhile', async () => {
    const file = await video();
    await complete(file, await upload(file));
    const { objectKey } = file;
    const jobs = await jobsOf(file);
    await transaction(async (tx) => {
      await tx.file.delete({ where: { id: file.id } });
      await tx.objectDeletion.createMany({ data: contentDeletions(objectKey, 0n, 'deleted') });
    });
    await deletePendingObjects();
    for (const job of jobs) await drawPreview(job);
    expect(await findObject(thumbnailKey(objectIdOf(objectKey), 320))).not.toBeNull();
    await deletePendingObjects();
    for (const width of [320, 1280])
      expect(await findObject(thumbnailKey(objectIdOf(objectKey), width))).toBeNull();
  });
});

describe('half-way', () => {
  it('an upload that nobody completed is deleted when its time is over, and is nobody’s orphan', async () => {
    const file = await video();
    const previewId = await upload(file);
    const key = await stagingOf(previewId);
    expect(await reconcile()).toMatchObject({ orphans: 0 });
    await deletePendingObjects();
    expect(await findObject(key)).not.toBeNull();
    await db().objectDeletion.update({ where: { id: previewId }, data: { notBefore: new Date() } });
    await deletePendingObjects();
    expect(await findObject(key)).toBeNull();
    await expect(complete(file, previewId)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('a worker that comes too late leaves the file open for another picture', async () => {
    const file = await video();
    const previewId = await upload(file);
    await complete(file, previewId);
    await db().objectDeletion.update({ where: { id: previewId }, data: { notBefore: new Date() } });
    await deletePendingObjects();
    await work(file);
    expect(await now(file.id)).toMatchObject({ thumbnailState: 'none' });
    await upload(file);
  });

  it('a worker that died after drawing is repeated without harm', async () => {
    const file = await video();
    await complete(file, await upload(file));
    const jobs = await work(file);
    await deletePendingObjects();
    for (const job of jobs) await drawPreview(job);
    expect(await now(file.id)).toMatchObject({ thumbnailState: 'ready' });
    const key = thumbnailKey(objectIdOf(file.objectKey), 320);
    expect((await readRange(key, 0, 3)).bytes.toString()).toBe('RIFF');
  });
});
