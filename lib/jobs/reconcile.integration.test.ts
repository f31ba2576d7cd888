import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { UserActor } from '@/lib/access/actor';
import { createCleanup, getCleanup, runCleanup } from '@/lib/admin/cleanups';
import { listOrphans } from '@/lib/admin/storage';
import { db, disconnect, transaction } from '@/lib/platform/db';
import { findSetting, putSetting } from '@/lib/platform/settings';
import { storageConfig } from '@/lib/storage/config';
import { findObject } from '@/lib/storage/head-object';
import { fileKey, stagingKey, thumbnailKey } from '@/lib/storage/keys';
import { createMultipart, listMultipartUploads } from '@/lib/storage/multipart';
import { putObject } from '@/lib/storage/put-object';
import { actorOf, createPerson } from '@/scripts/testing/people';
import { continueCleanup } from './cleanup';
import { deletePendingObjects } from './delete-objects';
import { advanceEpoch, Installation, joinEpochs, readEpochs } from './deletion-guard';
import { prepareInstallation } from './prepare-installation';
import { reconcile, reconcileDaily } from './reconcile';

let admin: UserActor;
beforeAll(async () => {
  await prepareInstallation();
  admin = actorOf(await createPerson({ role: 'admin', passwordHash: null }));
});
beforeEach(async () => {
  await db().orphanMark.deleteMany();
});
afterAll(disconnect);

const put = async (key: string) => {
  await putObject({ key, body: Buffer.from('x'), contentType: 'text/plain' });
  return key;
};
const newFile = (objectKey: string) =>
  db().file.create({
    data: {
      ownerId: admin.userId,
      name: 'a',
      extension: '',
      mime: 'text/plain',
      kind: 'other',
      sizeBytes: 1,
      objectKey,
      etag: 'e',
      verifiedAt: new Date(),
      createdAt: new Date(Date.now() - 3_600_000),
    },
  });
/** As if the week of grace had passed. */
const inAWeek = () => new Date(Date.now() + 60_000);
const marked = async () => new Set((await listOrphans({ limit: 200 })).items.map(({ key }) => key));
const uploads = async () => {
  const ids: string[] = [];
  for await (const page of listMultipartUploads()) ids.push(...page.map(({ multipartId }) => multipartId));
  return ids;
};

async function clean(cutoff = inAWeek()) {
  const { id } = await createCleanup(admin, { dryRun: true, cutoff });
  await continueCleanup(id);
  const planned = await getCleanup(id);
  await runCleanup(admin, id);
  await continueCleanup(id);
  await deletePendingObjects();
  return { planned, done: await getCleanup(id) };
}

describe('the orphan ledger', () => {
  it('knows live files, their renditions and the marker, and names what is not known', async () => {
    const live = await put(fileKey(randomUUID()));
    await newFile(live);
    const rendition = await put(thumbnailKey(live.split('/').at(-1) ?? '', 320));
    const lost = await put(fileKey(randomUUID()));
    const staged = await put(stagingKey(randomUUID()));
    const foreign = await put(`${storageConfig().prefix}somebody-elses.bin`);
    await reconcile();
    const seen = await marked();
    expect([lost, staged, foreign].every((key) => seen.has(key))).toBe(true);
    expect([live, rendition].some((key) => seen.has(key))).toBe(false);
    expect([...seen].some((key) => key.includes('installation'))).toBe(false);
  });

  it('finds rows whose object is gone, and forgets them when it is back', async () => {
    const key = fileKey(randomUUID());
    await newFile(key);
    await reconcile();
    const rows = await listOrphans({ limit: 200, kind: 'row' });
    expect(rows.items).toContainEqual(expect.objectContaining({ key, ripeAt: null }));
    await put(key);
    await reconcile();
    expect((await marked()).has(key)).toBe(false);
  });

  it('is the same after two passes at once', async () => {
    const lost = await put(fileKey(randomUUID()));
    await Promise.all([reconcile(), reconcile()]);
    expect((await marked()).has(lost)).toBe(true);
  });
});

describe('the nightly pass', () => {
  it('ends uploads in parts that no row has known for a week, and none before', async () => {
    const { multipartId } = await createMultipart({ key: fileKey(randomUUID()), contentType: 'text/plain' });
    await reconcileDaily();
    await reconcileDaily();
    expect(await uploads()).toContain(multipartId);
    await reconcileDaily(new Date(inAWeek().getTime() + 7 * 86_400_000));
    expect(await uploads()).not.toContain(multipartId);
  });
});

describe('a clean-up', () => {
  it('removes true orphans and uploads that no row knows, and nothing else', async () => {
    const live = await put(fileKey(randomUUID()));
    await newFile(live);
    const lost = await Promise.all(Array.from({ length: 5 }, () => put(fileKey(randomUUID()))));
    const foreign = await put(`${storageConfig().prefix}imported.bin`);
    const { multipartId } = await createMultipart({ key: fileKey(randomUUID()), contentType: 'text/plain' });
    await reconcile();
    const { planned, done } = await clean();
    expect(planned.state).toBe('planned');
    expect(planned.plan?.objects.count).toBeGreaterThanOrEqual(5);
    expect(done).toMatchObject({ state: 'done', problem: null });
    expect(await Promise.all(lost.map((key) => findObject(key)))).toEqual(lost.map(() => null));
    expect(await findObject(live)).not.toBeNull();
    expect(await findObject(foreign)).not.toBeNull();
    expect(await uploads()).not.toContain(multipartId);
  });

  it('leaves alone what was seen once only, or is younger than a week', async () => {
    const young = await put(fileKey(randomUUID()));
    const once = await createCleanup(admin, { dryRun: true, cutoff: inAWeek() });
    await continueCleanup(once.id);
    expect((await getCleanup(once.id)).plan?.objects.count).toBe(0);
    await reconcile();
    const { planned } = await clean(new Date(Date.now() - 7 * 86_400_000));
    expect(planned.plan?.objects.count).toBe(0);
    expect(await findObject(young)).not.toBeNull();
  });

  it('refuses to run when there is more to remove than was planned', async () => {
    await put(fileKey(randomUUID()));
    const { id } = await createCleanup(admin, { dryRun: true, cutoff: inAWeek() });
    await continueCleanup(id);
    await reconcile();
    await expect(runCleanup(admin, id)).rejects.toMatchObject({ code: 'plan_changed' });
  });

  it('spares an object that became a file after the plan', async () => {
    const key = await put(fileKey(randomUUID()));
    await reconcile();
    const { id } = await createCleanup(admin, { dryRun: true, cutoff: inAWeek() });
    await continueCleanup(id);
    await newFile(key);
    await runCleanup(admin, id);
    await continueCleanup(id);
    await deletePendingObjects();
    expect(await findObject(key)).not.toBeNull();
  });
});

describe('a restored database', () => {
  it('stops all deletion until an admin decides', async () => {
    await advanceEpoch();
    const now = await findSetting('installation', Installation);
    if (!now) throw new Error('no installation');
    await transaction((tx) =>
      putSetting(tx, { key: 'installation', value: { ...now, epoch: now.epoch - 1 } }),
    );
    expect((await readEpochs()).fits).toBe(false);
    await expect(createCleanup(admin, { dryRun: true })).rejects.toMatchObject({ code: 'conflict' });
    const key = await put(fileKey(randomUUID()));
    await db().objectDeletion.create({ data: { objectKey: key, reason: 'test' } });
    await expect(deletePendingObjects()).rejects.toMatchObject({ code: 'conflict' });
    expect(await findObject(key)).not.toBeNull();
    await joinEpochs(async () => undefined);
    expect((await readEpochs()).fits).toBe(true);
    await db().objectDeletion.updateMany({ data: { notBefore: new Date(0) } });
    await deletePendingObjects();
    expect(await findObject(key)).toBeNull();
  });
});
