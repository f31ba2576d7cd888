import { createHash, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { UserActor } from '@/lib/access/actor';
import { ListAdminFilesQuery } from '@/lib/contracts/admin';
import { presignFile, presignFiles } from '@/lib/files/presign-files';
import { prepareInstallation } from '@/lib/jobs/prepare-installation';
import { db, disconnect, transaction } from '@/lib/platform/db';
import { enqueue } from '@/lib/platform/queue';
import { fileKey } from '@/lib/storage/keys';
import { putObject } from '@/lib/storage/put-object';
import { actorOf, auditOf, createPerson } from '@/scripts/testing/people';
import { batchAdminFiles } from './batch-files';
import { readJobs, retryJob } from './jobs';
import { listAdminFiles } from './list-files';
import { openAdminFile } from './open-file';
import { readOverview } from './overview';

let admin: UserActor;
beforeAll(async () => {
  await prepareInstallation();
  admin = actorOf(await createPerson({ role: 'admin', passwordHash: null }));
});
afterAll(disconnect);

async function newFile(ownerId: string, name = 'a.txt', sizeBytes = 5) {
  const id = randomUUID();
  const body = Buffer.alloc(sizeBytes, 'x');
  const objectKey = fileKey(id);
  await putObject({ key: objectKey, body, contentType: 'text/plain' });
  await db().user.update({ where: { id: ownerId }, data: { usedBytes: { increment: sizeBytes } } });
  return db().file.create({
    data: {
      id,
      ownerId,
      name,
      extension: 'txt',
      mime: 'text/plain',
      kind: 'document',
      sizeBytes,
      objectKey,
      etag: createHash('md5').update(body).digest('hex'),
      verifiedAt: new Date(),
    },
  });
}
const usedBy = async (id: string) => Number((await db().user.findUniqueOrThrow({ where: { id } })).usedBytes);

describe('files of everybody', () => {
  it('are listed with their owners, filtered, and paged without gaps', async () => {
    const owner = await createPerson({ name: 'Owner', passwordHash: null });
    for (let index = 0; index < 5; index += 1) await newFile(owner.id, `n${index}.txt`, index + 1);
    const list = (given: object) =>
      listAdminFiles(ListAdminFilesQuery.parse({ ownerId: owner.id, ...given }));
    const first = await list({ limit: 2, sort: 'size' });
    expect(first.items.map(({ name }) => name)).toEqual(['n4.txt', 'n3.txt']);
    expect(first.items[0]?.owner).toEqual({ id: owner.id, name: 'Owner', email: owner.email });
    const second = await list({ limit: 2, sort: 'size', cursor: first.nextCursor });
    expect(second.items.map(({ name }) => name)).toEqual(['n2.txt', 'n1.txt']);
    expect((await list({ minSize: 5 })).items).toHaveLength(1);
    expect((await list({ q: 'N3' })).items).toHaveLength(1);
    expect((await list({ trashed: 'true' })).items).toHaveLength(0);
  });

  it('are trashed, restored and deleted in bulk, each with its audit row', async () => {
    const [one, two] = [
      await createPerson({ passwordHash: null }),
      await createPerson({ passwordHash: null }),
    ];
    const ids = [(await newFile(one.id)).id, (await newFile(two.id)).id];
    const unknown = randomUUID();
    const answer = await batchAdminFiles(admin, { action: 'trash', ids: [...ids, unknown] });
    expect(answer.items.map((item) => 'ok' in item)).toEqual([true, true, false]);
    await batchAdminFiles(admin, { action: 'restore', ids });
    expect((await batchAdminFiles(admin, { action: 'delete', ids })).items.some((item) => 'ok' in item)).toBe(
      false,
    );
    await batchAdminFiles(admin, { action: 'trash', ids });
    await batchAdminFiles(admin, { action: 'delete', ids });
    expect(await db().file.count({ where: { id: { in: ids } } })).toBe(0);
    expect([await usedBy(one.id), await usedBy(two.id)]).toEqual([0, 0]);
    const rows = (await auditOf('file.deleted')).filter(({ targetId }) => ids.includes(targetId ?? ''));
    expect(rows).toHaveLength(2);
  });

  it('change hands with their bytes, and not where the quota says no', async () => {
    const [from, to] = [
      await createPerson({ passwordHash: null }),
      await createPerson({ passwordHash: null, quotaBytes: 7n }),
    ];
    const [small, large] = [await newFile(from.id, 's.txt', 5), await newFile(from.id, 'l.txt', 50)];
    await batchAdminFiles(admin, { action: 'transfer', ids: [small.id], ownerId: to.id });
    expect([await usedBy(from.id), await usedBy(to.id)]).toEqual([50, 5]);
    await expect(
      batchAdminFiles(admin, { action: 'transfer', ids: [large.id], ownerId: to.id }),
    ).rejects.toMatchObject({ code: 'quota_exceeded' });
    expect((await db().file.findUniqueOrThrow({ where: { id: large.id } })).ownerId).toBe(from.id);
  });

  it('open for a reason, which the log keeps', async () => {
    const owner = await createPerson({ passwordHash: null });
    const file = await newFile(owner.id);
    const presign = await openAdminFile(admin, file.id, 'Abuse report 17');
    expect(await (await fetch(presign.url)).text()).toBe('xxxxx');
    expect((await auditOf('file.opened_by_admin')).at(-1)).toMatchObject({
      actorId: admin.userId,
      targetId: file.id,
      details: { reason: 'Abuse report 17', owner: owner.email },
    });
    await expect(openAdminFile(admin, randomUUID(), 'because')).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('the overview', () => {
  it('counts people, files and days', async () => {
    const overview = await readOverview();
    expect(overview.users.total).toBe(await db().user.count({ where: { deletedAt: null } }));
    expect(overview.perDay).toHaveLength(30);
    expect(overview.perDay.at(-1)?.day).toBe(new Date().toISOString().slice(0, 10));
    expect(overview.orphans).toBeNull();
  });

  it('counts what owners download, one by one and in batches, but not what they look at', async () => {
    const owner = actorOf(await createPerson({ passwordHash: null }));
    const [one, two] = [await newFile(owner.userId), await newFile(owner.userId, 'b.txt')];
    await presignFile(owner, one.id, { disposition: 'attachment' });
    await presignFile(owner, one.id, { disposition: 'inline' });
    await presignFiles(owner, { ids: [one.id, two.id, randomUUID()] });
    const counted = async () =>
      (await db().dailyCount.findMany()).reduce((sum, { count }) => sum + Number(count), 0);
    await expect.poll(counted, { timeout: 10_000 }).toBe(3);
  });
});

describe('jobs', () => {
  it('are listed with what failed, and run again on request', async () => {
    await transaction((tx) => enqueue(tx, 'thumbnail', { fileId: randomUUID() }, { jobKey: 'a-failed-one' }));
    await db().$executeRaw`
      UPDATE graphile_worker._private_jobs SET attempts = max_attempts, last_error = 'Boom' WHERE key = 'a-failed-one'`;
    const before = await readJobs();
    const [failed] = before.items;
    expect(failed).toMatchObject({ task: 'thumbnail', state: 'failed', lastError: 'Boom' });
    expect(before.queues.find(({ task }) => task === 'thumbnail')?.failed).toBe(1);
    await retryJob(admin, failed?.id ?? '');
    expect((await readJobs()).items.find(({ id }) => id === failed?.id)).toMatchObject({ state: 'waiting' });
    await expect(retryJob(admin, '999999999')).rejects.toMatchObject({ code: 'not_found' });
  });
});
