import { randomBytes, randomUUID } from 'node:crypto';
import { UploadPartCommand } from '@aws-sdk/client-s3';
import { prepareInstallation } from '@/lib/jobs/prepare-installation';
import { db } from '@/lib/platform/db';
import { defaultStorage } from '@/lib/storage/client';
import { avatarKey, fileKey, thumbnailKey } from '@/lib/storage/keys';
import { completeMultipart, createMultipart } from '@/lib/storage/multipart';
import { putObject } from '@/lib/storage/put-object';
import { createPerson } from '@/scripts/testing/people';

/** Text that a careless format spoils: quotes, escapes, line ends, NULL's name, letters beyond the first plane. */
const awkward = 'a "quoted"\\N\\ name,\n\tNULL {} \u2028 ünï 日本 😀';
const mebibyte = 2 ** 20;

/** An installation with rows in many tables and objects of every shape: empty, small, in parts of unequal sizes. */
export async function fillInstallation(smallFiles: number): Promise<void> {
  await prepareInstallation();
  const { id: ownerId } = await createPerson({ name: awkward, role: 'admin' });
  const key = avatarKey(ownerId, randomUUID());
  await putObject({ key, body: randomBytes(500), contentType: 'image/webp', cacheControl: 'max-age=60' });
  await db().user.update({ where: { id: ownerId }, data: { avatarKey: key } });
  const parent = await newFolder(ownerId, null, 'outer');
  const folderId = await newFolder(ownerId, parent, awkward);
  await newFile({ ownerId, folderId, name: 'empty', content: Buffer.alloc(0) });
  for (let i = 0; i < smallFiles; i++)
    await newFile({ ownerId, folderId, name: `small ${i}`, content: randomBytes(1 + i * 10) });
  const fileId = await newFile({ ownerId, folderId: null, name: awkward, content: randomBytes(1000) });
  const parts = [5 * mebibyte, 6 * mebibyte, 1234].map((size) => randomBytes(size));
  await newFile({ ownerId, folderId: null, name: 'in parts', content: parts });
  await newFile({ ownerId, folderId: null, name: 'one part', content: [randomBytes(777)] });
  await newFile({ ownerId, folderId: null, name: 'large', content: randomBytes(17 * mebibyte) });
  const tag = await db().tag.create({ data: { ownerId, name: awkward } });
  await db().fileTag.create({ data: { fileId, tagId: tag.id } });
  await db().auditEvent.create({
    data: {
      action: 'test.done',
      actorType: 'user',
      actorId: ownerId,
      actorText: awkward,
      details: { awkward },
    },
  });
  await db().idempotency.create({
    data: { actorKey: 'a', route: 'r', key: 'k', requestHash: 'h', status: 200, body: ['null', null, 1e21] },
  });
  await db().$executeRaw`
    INSERT INTO "Idempotency" (id, "actorKey", route, key, "requestHash", body)
    VALUES (gen_random_uuid(), 'a', 'r', 'json null', 'h', 'null'::jsonb)`;
}

async function newFolder(ownerId: string, parentId: string | null, name: string): Promise<string> {
  const data = { ownerId, parentId, name, nameKey: name, parentKey: parentId ?? ownerId };
  return (await db().folder.create({ data })).id;
}

type NewFile = { ownerId: string; folderId: string | null; name: string; content: Buffer | Buffer[] };

async function newFile({ ownerId, folderId, name, content }: NewFile): Promise<string> {
  const id = randomUUID();
  const objectKey = fileKey(id);
  const { etag } = Array.isArray(content)
    ? await putInParts(objectKey, content)
    : await putObject({ key: objectKey, body: content, contentType: 'application/octet-stream' });
  const preview = { key: thumbnailKey(id, 320), body: Buffer.from(name), contentType: 'image/webp' };
  if (!Array.isArray(content)) await putObject({ ...preview, cacheControl: 'private, max-age=3600' });
  const sizeBytes = Array.isArray(content) ? Buffer.concat(content).length : content.length;
  const type = { extension: '', mime: 'application/octet-stream', kind: 'other' as const };
  const data = { id, ownerId, folderId, name, ...type, sizeBytes, objectKey, etag, verifiedAt: new Date() };
  await db().file.create({ data: { ...data, createdAt: new Date(Date.now() - 3_600_000) } });
  return id;
}

async function putInParts(key: string, parts: Buffer[]): Promise<{ etag: string }> {
  const on = defaultStorage();
  const { multipartId } = await createMultipart({ key, contentType: 'video/mp4' });
  const done = [];
  for (const [i, body] of parts.entries()) {
    const { ETag } = await on.client.send(
      new UploadPartCommand({
        Bucket: on.config.bucket,
        Key: key,
        UploadId: multipartId,
        PartNumber: i + 1,
        Body: body,
      }),
    );
    done.push({ partNumber: i + 1, etag: ETag?.replaceAll('"', '') ?? '', checksums: {} });
  }
  return completeMultipart({ key, multipartId, parts: done });
}
