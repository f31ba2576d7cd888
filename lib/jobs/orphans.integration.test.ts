// First: the modules below read the bucket's address once.
import '@/scripts/testing/way-to-bucket';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { UserActor } from '@/lib/access/actor';
import { adoptOrphans } from '@/lib/admin/adopt-orphans';
import { createCleanup } from '@/lib/admin/cleanups';
import { listOrphans } from '@/lib/admin/storage';
import type { CreatedUpload } from '@/lib/contracts/uploads';
import { batchFiles } from '@/lib/files/batch-files';
import { presignFile } from '@/lib/files/presign-files';
import { db, disconnect, transaction } from '@/lib/platform/db';
import { findSetting, putSetting } from '@/lib/platform/settings';
import { fileKey, parseKey } from '@/lib/storage/keys';
import { listObjects } from '@/lib/storage/list-objects';
import { createMultipart, listMultipartUploads } from '@/lib/storage/multipart';
import { putObject } from '@/lib/storage/put-object';
import { cancelUpload } from '@/lib/uploads/cancel';
import { presignUpload } from '@/lib/uploads/sign';
import { startUploads } from '@/lib/uploads/start';
import { sweepUploads } from '@/lib/uploads/sweep';
import { createFile } from '@/scripts/testing/files';
import { actorOf, createPerson } from '@/scripts/testing/people';
import { wayToBucket as way } from '@/scripts/testing/way-to-bucket';
import { continueCleanup } from './cleanup';
import { deletePendingObjects } from './delete-objects';
import { advanceEpoch, Installation, joinEpochs } from './deletion-guard';
import { prepareInstallation } from './prepare-installation';
import { reconcile } from './reconcile';

let admin: UserActor;
let actor: UserActor;
beforeAll(async () => {
  await prepareInstallation();
  admin = actorOf(await createPerson({ role: 'admin', passwordHash: null }));
  actor = actorOf(await createPerson({ passwordHash: null }));
});
afterAll(async () => {
  await disconnect();
  await way.close();
});

type Uploading = Extract<CreatedUpload, { outcome: 'upload' }>;

async function start(names: string[], size: number): Promise<Uploading[]> {
  const files = names.map((name) => ({ name, size, type: 'application/octet-stream' }));
  const { uploads } = await startUploads(actor, { files, onConflict: 'keep-both' });
  return uploads.filter((upload): upload is Uploading => upload.outcome === 'upload');
}

async function send(upload: Uploading, body: string): Promise<void> {
  if (upload.method === 'multipart') throw new Error('expected one request');
  const { url, method, headers, fields } = upload.presign;
  const form = new FormData();
  for (const [name, value] of Object.entries(fields ?? {})) form.append(name, value);
  form.append('file', new Blob([body]));
  const answer = await fetch(url, fields ? { method, body: form } : { method, headers, body });
  if (!answer.ok) throw new Error(`the bucket answered ${answer.status}`);
}

async function sendPart(part: { url: string; headers: Record<string, string>; size: number } | undefined) {
  if (!part) throw new Error('expected a part');
  const { url, headers, size } = part;
  expect((await fetch(url, { method: 'PUT', headers, body: Buffer.alloc(size) })).status).toBe(200);
}

const names = (word: string, count: number) =>
  Array.from({ length: count }, (_, index) => `${word} ${index}.bin`);
const twice = <Result>(work: () => Promise<Result>) => Promise.all([work(), work()]);

/** As if the lives of all these uploads were over. */
const inAWeek = (ids: string[]) =>
  db().upload.updateMany({
    where: { id: { in: ids } },
    data: { expiresAt: new Date(0), checkAt: new Date(0), leaseUntil: null },
  });
const deletionsDue = () => db().objectDeletion.updateMany({ data: { notBefore: new Date(0) } });

async function keysInBucket(): Promise<string[]> {
  const keys: string[] = [];
  for await (const page of listObjects()) keys.push(...page.map(({ key }) => key));
  return keys.filter((key) => parseKey(key).kind !== 'marker').sort();
}
async function openMultiparts(): Promise<string[]> {
  const ids: string[] = [];
  for await (const page of listMultipartUploads()) ids.push(...page.map(({ multipartId }) => multipartId));
  return ids.sort();
}
const liveFiles = () => db().file.findMany({ where: { ownerId: actor.userId }, orderBy: { name: 'asc' } });

const mebibyte = 2 ** 20;

it('loses nothing, touches nothing live, and leaves no true orphan', { timeout: 180_000 }, async () => {
  const live = await createFile(actor, { name: 'live.txt' });
  const doomed = await Promise.all(names('doomed', 20).map((name) => createFile(actor, { name })));

  // 100 PUTs that nobody confirms: some arrived, some never did, some come after they were cancelled.
  const puts = await start(names('put', 100), 5);
  const [arrived, lost, late] = [puts.slice(0, 40), puts.slice(40, 70), puts.slice(70)];
  await Promise.all(arrived.map((upload) => send(upload, 'bytes')));
  for (const { id } of late) await cancelUpload(actor, id);
  await Promise.all(late.map((upload) => send(upload, 'bytes')));

  // 20 multipart uploads that stop, half of them with a part; and one that goes on.
  const large = await start(names('large', 21), 24 * mebibyte + 1);
  const [going, ...stopped] = large;
  for (const [index, { id }] of large.entries()) {
    const { partCount } = await db().upload.findUniqueOrThrow({ where: { id } });
    const signed = await presignUpload(actor, id, { partNumbers: [partCount ?? 0] });
    const part = 'parts' in signed ? signed.parts[0] : undefined;
    if (index % 2 === 0) await sendPart(part);
  }
  expect(await openMultiparts()).toHaveLength(21);

  // 20 files deleted for good while the bucket is down.
  const ids = doomed.map(({ id }) => id);
  await batchFiles(actor, { action: 'trash', ids });
  await batchFiles(actor, { action: 'delete', ids });
  way.shut();
  await Promise.all((await twice(() => deletePendingObjects().catch(() => 0))).map(() => undefined));
  way.open();
  expect(await db().objectDeletion.count()).toBeGreaterThanOrEqual(20);

  // A week later, two sweeps at once, as often as it takes.
  for (let round = 0; round < 4; round += 1) {
    await inAWeek([...puts, ...stopped].map(({ id }) => id));
    await twice(sweepUploads);
    await deletionsDue();
    await twice(deletePendingObjects);
  }
  const files = await liveFiles();
  expect(files.map(({ name }) => name).sort()).toEqual(['live.txt', ...names('put', 40)].sort());
  expect(files.find(({ id }) => id === live.id)?.trashedAt).toBeNull();
  expect(
    await db().upload.count({ where: { id: { in: [...lost, ...late, ...stopped].map(({ id }) => id) } } }),
  ).toBe(0);
  expect(await db().upload.findUniqueOrThrow({ where: { id: going?.id ?? '' } })).toMatchObject({
    state: 'uploading',
  });
  expect(await openMultiparts()).toHaveLength(1);
  expect(await keysInBucket()).toEqual(files.map(({ objectKey }) => objectKey).sort());
  expect(await db().objectDeletion.count()).toBe(0);
  const { reservedBytes, usedBytes } = await db().user.findUniqueOrThrow({ where: { id: actor.userId } });
  expect(Number(reservedBytes)).toBe(24 * mebibyte + 1);
  expect(Number(usedBytes)).toBe(files.reduce((sum, { sizeBytes }) => sum + Number(sizeBytes), 0));
});

it('brings back what a restored database forgot, and only then removes what nobody ever knew', {
  timeout: 120_000,
}, async () => {
  const dumped = await findSetting('installation', Installation);
  if (!dumped) throw new Error('no installation');
  await advanceEpoch();
  await advanceEpoch();
  const after = await Promise.all(
    names('after the dump', 5).map((name, index) => createFile(actor, { name, content: `content ${index}` })),
  );
  // The dump of two days ago comes back: it knows nothing of these five, nor of the days.
  await db().file.deleteMany({ where: { id: { in: after.map(({ id }) => id) } } });
  await transaction((tx) => putSetting(tx, { key: 'installation', value: dumped }));
  const before = await keysInBucket();

  await twice(reconcile);
  await expect(createCleanup(admin, { dryRun: false })).rejects.toMatchObject({ code: 'conflict' });
  await db().objectDeletion.create({ data: { objectKey: after[0]?.objectKey ?? '', reason: 'test' } });
  await expect(deletePendingObjects()).rejects.toMatchObject({ code: 'conflict' });
  await db().objectDeletion.deleteMany();
  expect(await keysInBucket()).toEqual(before);

  await reconcile();
  const { items } = await listOrphans({ limit: 200, kind: 'object' });
  expect(items.map(({ key }) => key).sort()).toEqual(after.map(({ objectKey }) => objectKey).sort());
  const rounds = await twice(() => adoptOrphans(admin, { ownerId: actor.userId }));
  expect(rounds.map(({ adopted }) => adopted).sort()).toEqual([0, 5]);
  const folder = await db().folder.findFirstOrThrow({ where: { ownerId: actor.userId } });
  const adopted = await db().file.findMany({ where: { folderId: folder.id }, orderBy: { sizeBytes: 'asc' } });
  const contents = await Promise.all(
    adopted.map(async ({ id }) =>
      (await fetch((await presignFile(actor, id, { disposition: 'attachment' })).url)).text(),
    ),
  );
  expect(contents.sort()).toEqual(Array.from({ length: 5 }, (_, index) => `content ${index}`));

  // True orphans: what no database ever knew. Once an admin has joined the epochs, they go; nothing else does.
  await putObject({ key: fileKey('nobodys'), body: Buffer.from('x'), contentType: 'text/plain' });
  const { multipartId } = await createMultipart({ key: fileKey('nobodys-parts'), contentType: 'text/plain' });
  await joinEpochs(async () => undefined);
  await reconcile();
  const { id } = await createCleanup(admin, { dryRun: false, cutoff: new Date(Date.now() + 60_000) });
  await twice(() => continueCleanup(id));
  await twice(deletePendingObjects);
  expect(await keysInBucket()).toEqual((await liveFiles()).map(({ objectKey }) => objectKey).sort());
  expect(await openMultiparts()).not.toContain(multipartId);
  await reconcile();
  expect((await listOrphans({ limit: 200 })).items).toEqual([]);
});
