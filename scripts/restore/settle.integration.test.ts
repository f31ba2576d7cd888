import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { db, disconnect } from '@/lib/platform/db';
import { createBucket } from '@/lib/storage/bucket';
import { createFile } from '@/scripts/testing/files';
import { actorOf, createPerson } from '@/scripts/testing/people';
import { settle } from './settle';

beforeAll(() => createBucket());
afterAll(disconnect);

it('thumbnails that waited are made; pictures that were handed in and not drawn may be handed in again', async () => {
  const actor = actorOf(await createPerson());
  const thumbnailState = 'pending' as const;
  const image = await createFile(actor, { mime: 'image/png', kind: 'image', thumbnailState });
  const video = await createFile(actor, { mime: 'video/mp4', kind: 'video', thumbnailState });
  const { kind, mime, name, extension, etag, sizeBytes } = video;
  const content = { kind, mime, name, extension, etag, sizeBytes, objectKey: `files/${randomUUID()}` };
  await db().fileVersion.create({ data: { fileId: video.id, number: 1, thumbnailState, ...content } });

  await settle();
  const states = await db().file.findMany({ select: { id: true, thumbnailState: true } });
  expect(new Map(states.map((file) => [file.id, file.thumbnailState]))).toEqual(
    new Map([
      [image.id, 'pending'],
      [video.id, 'none'],
    ]),
  );
  expect(await db().fileVersion.findFirst()).toMatchObject({ thumbnailState: 'none' });
  const jobs = await db().$queryRaw<{ fileId: string }[]>`
    SELECT "payload"->>'fileId' AS "fileId" FROM graphile_worker._private_jobs WHERE "payload"->>'fileId' IS NOT NULL`;
  expect(jobs).toEqual([{ fileId: image.id }]);
});
