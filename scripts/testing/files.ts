import { createHash, randomUUID } from 'node:crypto';
import type { UserActor } from '@/lib/access/actor';
import type { File, Folder } from '@/lib/generated/prisma/client';
import { db } from '@/lib/platform/db';
import { fileKey } from '@/lib/storage/keys';
import { putObject } from '@/lib/storage/put-object';

type Given = Partial<
  Pick<File, 'name' | 'mime' | 'kind' | 'folderId' | 'thumbnailState' | 'placeholder' | 'sizeBytes'>
> & {
  content?: string | Buffer;
};

/** A file of actor's as an upload would have left it: its row, and its bytes in the bucket. */
export async function createFile(
  actor: UserActor,
  { content = 'some bytes', ...given }: Given = {},
): Promise<File> {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  const name = given.name ?? `${randomUUID()}.txt`;
  const mime = given.mime ?? 'text/plain';
  const objectKey = fileKey(randomUUID());
  await putObject({ key: objectKey, body: bytes, contentType: mime });
  await db().user.update({ where: { id: actor.userId }, data: { usedBytes: { increment: bytes.length } } });
  return db().file.create({
    data: {
      kind: 'document',
      sizeBytes: BigInt(bytes.length),
      ...given,
      ownerId: actor.userId,
      name,
      mime,
      extension: name.split('.').at(-1) ?? '',
      objectKey,
      etag: createHash('md5').update(bytes).digest('hex'),
      verifiedAt: new Date(),
    },
  });
}

/** A folder of actor's, at the root unless told. */
export function createFolder(
  actor: UserActor,
  name: string,
  parentId: string | null = null,
): Promise<Folder> {
  return db().folder.create({
    data: { ownerId: actor.userId, name, nameKey: name, parentId, parentKey: parentId ?? actor.userId },
  });
}
