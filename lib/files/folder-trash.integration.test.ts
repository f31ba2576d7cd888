import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { UserActor } from '@/lib/access/actor';
import { db, disconnect } from '@/lib/platform/db';
import { createBucket } from '@/lib/storage/bucket';
import { createFile, createFolder } from '@/scripts/testing/files';
import { actorOf, auditOf, createPerson } from '@/scripts/testing/people';
import { batchFiles } from './batch-files';
import { restoreFolder, trashFolder } from './folder-trash';
import { createFolder as makeFolder } from './folders';

let actor: UserActor;
beforeAll(async () => {
  await createBucket();
  actor = actorOf(await createPerson());
});
afterAll(disconnect);

const liveFiles = async (folderId: string) =>
  (await db().file.findMany({ where: { folderId, trashedAt: null } })).map(({ id }) => id);

it('brings back what went along, and only that', async () => {
  const outer = await createFolder(actor, 'Outer');
  const inner = await createFolder(actor, 'Inner', outer.id);
  const before = await createFolder(actor, 'Gone before', outer.id);
  const [kept, deep, trashed] = await Promise.all([
    createFile(actor, { folderId: outer.id }),
    createFile(actor, { folderId: inner.id }),
    createFile(actor, { folderId: outer.id }),
  ]);
  await batchFiles(actor, { action: 'trash', ids: [trashed.id] });
  await trashFolder(actor, before.id);
  await trashFolder(actor, outer.id);
  expect(await liveFiles(outer.id)).toEqual([]);

  const [restored] = await Promise.all([restoreFolder(actor, outer.id), restoreFolder(actor, outer.id)]);
  expect(restored).toMatchObject({ id: outer.id, name: 'Outer', parentId: null });
  expect(await liveFiles(outer.id)).toEqual([kept.id]);
  expect(await liveFiles(inner.id)).toEqual([deep.id]);
  expect((await db().folder.findUniqueOrThrow({ where: { id: before.id } })).trashedAt).not.toBeNull();
  expect(await auditOf('folder.restored')).toHaveLength(1);
});

it('takes another name where its own is taken, and the top where its place is gone', async () => {
  const parent = await createFolder(actor, 'Parent');
  const child = await createFolder(actor, 'Pictures', parent.id);
  await trashFolder(actor, child.id);
  await makeFolder(actor, { name: 'Pictures', parentId: parent.id });
  expect(await restoreFolder(actor, child.id)).toMatchObject({ name: 'Pictures (2)', parentId: parent.id });
  await trashFolder(actor, child.id);
  await trashFolder(actor, parent.id);
  expect(await restoreFolder(actor, child.id)).toMatchObject({ name: 'Pictures (2)', parentId: null });
});

it('knows nobody else’s folder', async () => {
  const folder = await createFolder(actor, 'Private');
  await trashFolder(actor, folder.id);
  const other = actorOf(await createPerson());
  await expect(restoreFolder(other, folder.id)).rejects.toMatchObject({ code: 'not_found' });
  await expect(restoreFolder(actor, randomUUID())).rejects.toMatchObject({ code: 'not_found' });
});
