import { beforeAll, describe, expect, it } from 'vitest';
import type { UserActor } from '@/lib/access/actor';
import { batchAdminFiles } from '@/lib/admin/batch-files';
import { DeleteUser } from '@/lib/contracts/admin';
import { batchFiles } from '@/lib/files/batch-files';
import { deletePendingObjects } from '@/lib/jobs/delete-objects';
import { prepareInstallation } from '@/lib/jobs/prepare-installation';
import { hashToken, randomToken } from '@/lib/platform/crypto';
import { db } from '@/lib/platform/db';
import { findObject } from '@/lib/storage/head-object';
import { listObjects } from '@/lib/storage/list-objects';
import { authenticateToken } from '@/lib/tokens/authenticate-token';
import { completeUpload } from '@/lib/uploads/complete';
import { startUploads } from '@/lib/uploads/start';
import { sweepUploads } from '@/lib/uploads/sweep';
import { signInWithPassword } from '@/lib/users/sign-in';
import { createFile, createFolder } from '@/scripts/testing/files';
import { actorOf, createPerson, testOrigin, testPassword } from '@/scripts/testing/people';
import { deleteAccount, deleteUser } from './delete-account';
import { removeDeletedAccounts } from './remove-content';

beforeAll(async () => {
  await prepareInstallation();
  await createPerson({ role: 'admin' });
});

const goodbye = (actor: UserActor) => ({ password: testPassword, confirmEmail: actor.email });

async function store(actor: UserActor, name: string): Promise<void> {
  const bytes = Buffer.from(`the content of ${name}`);
  const { uploads } = await startUploads(actor, {
    files: [{ name, size: bytes.length, type: 'text/plain' }],
    onConflict: 'keep-both',
  });
  const [upload] = uploads;
  if (upload?.outcome !== 'upload' || upload.method === 'multipart') throw new Error('expected one PUT');
  const { url, method, headers, fields } = upload.presign;
  const form = new FormData();
  for (const [field, value] of Object.entries(fields ?? {})) form.append(field, value);
  form.append('file', new Blob([new Uint8Array(bytes)]));
  await fetch(url, fields ? { method, body: form } : { method, headers, body: new Uint8Array(bytes) });
  await completeUpload(actor, upload.id, []);
}

const startLarge = (actor: UserActor) =>
  startUploads(actor, {
    files: [{ name: 'large.bin', size: 200 * 2 ** 20, type: 'application/octet-stream' }],
    onConflict: 'keep-both',
  });

describe('deleting an account', () => {
  it('needs the password and the address, typed', async () => {
    const actor = actorOf(await createPerson());
    await expect(deleteAccount(actor, { ...goodbye(actor), password: 'wrong' })).rejects.toMatchObject({
      code: 'invalid_credentials',
    });
    await expect(deleteAccount(actor, { confirmEmail: actor.email })).rejects.toMatchObject({
      code: 'invalid_credentials',
    });
    await expect(
      deleteAccount(actor, { ...goodbye(actor), confirmEmail: 'other@example.com' }),
    ).rejects.toMatchObject({ code: 'invalid_request' });
    expect(await db().user.count({ where: { id: actor.userId, deletedAt: null } })).toBe(1);
  });

  it('shuts every way in at once and forgets the person in the log', async () => {
    const person = await createPerson({ name: 'Zaphod Beeblebrox' });
    const origin = testOrigin('203.0.113.77');
    await signInWithPassword({ email: person.email, password: testPassword, origin });
    const token = randomToken();
    await db().apiToken.create({
      data: { userId: person.id, name: 'phone', prefix: 'x', tokenHash: hashToken(token), scopes: [] },
    });
    const actor = actorOf(person);
    await deleteAccount(actor, goodbye(actor));

    expect(await db().session.count({ where: { userId: person.id, revokedAt: null } })).toBe(0);
    expect(await authenticateToken(`Bearer ${token}`, testOrigin())).toBeNull();
    await expect(
      signInWithPassword({ email: person.email, password: testPassword, origin: testOrigin() }),
    ).rejects.toMatchObject({ code: 'invalid_credentials' });
    const rows = await db().auditEvent.findMany({
      where: { OR: [{ actorId: person.id }, { targetId: person.id }] },
    });
    expect(rows.map(({ action }) => action)).toEqual(
      expect.arrayContaining(['session.started', 'user.deleted', 'audit.person_erased']),
    );
    const everything = JSON.stringify([rows, await db().user.findMany({ where: { id: person.id } })], text);
    for (const trace of [person.email, 'Zaphod', '203.0.113.77']) expect(everything).not.toContain(trace);
    await expect(createPerson({ email: person.email })).resolves.toBeTruthy();
  });

  it('takes files, open uploads and objects along, and then its row', async () => {
    const person = await createPerson();
    const actor = actorOf(person);
    await store(actor, 'one.txt');
    await store(actor, 'two.txt');
    await startLarge(actor);
    expect(await storedFiles()).toHaveLength(2);
    await deleteAccount(actor, goodbye(actor));
    await removeDeletedAccounts();
    expect(await db().user.count({ where: { id: person.id } })).toBe(1);
    expect(await db().file.count({ where: { ownerId: person.id } })).toBe(0);
    expect(await db().upload.count({ where: { ownerId: person.id, state: 'cancelled' } })).toBe(1);

    await deletePendingObjects();
    expect(await storedFiles()).toEqual([]);
    // Seven days later the tombstones of uploads have done their duty.
    await db().upload.updateMany({
      where: { ownerId: person.id },
      data: { expiresAt: new Date(0), checkAt: new Date(0) },
    });
    await sweepUploads();
    expect(await removeDeletedAccounts()).toBeGreaterThan(0);
    expect(await db().user.findUnique({ where: { id: person.id } })).toBeNull();
  });

  it('by an admin does the same, for the address they typed', async () => {
    const admin = actorOf(await createPerson({ role: 'admin' }));
    const person = await createPerson({ name: 'Trillian Astra' });
    await signInWithPassword({ email: person.email, password: testPassword, origin: testOrigin() });
    await expect(
      deleteUser(admin, person.id, { confirmEmail: admin.email, files: 'delete' }),
    ).rejects.toMatchObject({
      code: 'invalid_request',
    });
    await deleteUser(admin, person.id, { confirmEmail: person.email, files: 'delete' });
    expect(await db().session.count({ where: { userId: person.id, revokedAt: null } })).toBe(0);
    const rows = await db().auditEvent.findMany({ where: { targetId: person.id } });
    expect(JSON.stringify(rows)).not.toContain(person.email);
    expect(rows.find(({ action }) => action === 'user.deleted')).toMatchObject({
      actorId: admin.userId,
      actorText: admin.email,
    });
    await expect(
      deleteUser(admin, person.id, { confirmEmail: person.email, files: 'delete' }),
    ).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  it('gives files, versions and folders to whom the admin chose, once and in any number of tries', async () => {
    const admin = actorOf(await createPerson({ role: 'admin' }));
    const person = await createPerson({ name: 'Arthur/Dent' });
    const leaver = actorOf(person);
    const heir = await createPerson();
    const folder = await createFolder(leaver, 'Plans');
    const kept = await createFile(leaver, { name: 'plan.txt', content: 'twelve bytes', folderId: folder.id });
    const trashed = await createFile(leaver, { name: 'old.txt', content: 'old' });
    await batchFiles(leaver, { action: 'trash', ids: [trashed.id] });
    const narrow = await createPerson({ quotaBytes: 1n });
    const body = { confirmEmail: person.email, files: 'transfer' as const };
    await expect(deleteUser(admin, person.id, { ...body, heirId: narrow.id })).rejects.toMatchObject({
      code: 'quota_exceeded',
    });
    await expect(deleteUser(admin, person.id, { ...body, heirId: person.id })).rejects.toMatchObject({
      code: 'not_found',
    });
    await deleteUser(admin, person.id, { ...body, heirId: heir.id });
    await expect(db().user.delete({ where: { id: heir.id } })).rejects.toThrow();
    await Promise.all([removeDeletedAccounts(), removeDeletedAccounts()]);
    expect(await db().user.findUnique({ where: { id: person.id } })).toBeNull();
    const place = await db().folder.findFirstOrThrow({ where: { ownerId: heir.id, parentId: null } });
    expect(place.name).toBe('Files of Arthur-Dent');
    expect(await db().folder.findUniqueOrThrow({ where: { id: folder.id } })).toMatchObject({
      ownerId: heir.id,
      parentId: place.id,
      parentKey: place.id,
    });
    const files = await db().file.findMany({ where: { ownerId: heir.id }, orderBy: { name: 'asc' } });
    expect(files.map(({ name, folderId }) => [name, folderId])).toEqual([
      ['old.txt', place.id],
      ['plan.txt', folder.id],
    ]);
    const { usedBytes } = await db().user.findUniqueOrThrow({ where: { id: heir.id } });
    expect(Number(usedBytes)).toBe(15);
    expect(await findObject(kept.objectKey)).not.toBeNull();
  });

  it('keeps files in the trash for an admin to give away, until their time is over', async () => {
    const admin = actorOf(await createPerson({ role: 'admin' }));
    const person = await createPerson();
    const file = await createFile(actorOf(person), { name: 'wanted.txt' });
    await deleteUser(admin, person.id, DeleteUser.parse({ confirmEmail: person.email }));
    await removeDeletedAccounts();
    expect((await db().file.findUniqueOrThrow({ where: { id: file.id } })).trashedAt).not.toBeNull();
    expect(await findObject(file.objectKey)).not.toBeNull();
    const heir = await createPerson();
    await batchAdminFiles(admin, { action: 'transfer', ids: [file.id], ownerId: heir.id });
    await batchAdminFiles(admin, { action: 'restore', ids: [file.id] });
    await db().user.update({ where: { id: person.id }, data: { contentUntil: new Date(0) } });
    await removeDeletedAccounts();
    expect(await db().user.findUnique({ where: { id: person.id } })).toBeNull();
    expect(await db().file.findUniqueOrThrow({ where: { id: file.id } })).toMatchObject({
      ownerId: heir.id,
      trashedAt: null,
    });
  });

  it('is refused to the last active admin', async () => {
    await db().user.updateMany({ where: { role: 'admin' }, data: { status: 'disabled' } });
    const admin = actorOf(await createPerson({ role: 'admin' }));
    await expect(deleteAccount(admin, goodbye(admin))).rejects.toMatchObject({ code: 'conflict' });
  });
});

async function storedFiles(): Promise<string[]> {
  const keys: string[] = [];
  for await (const page of listObjects({ under: 'files/' })) keys.push(...page.map(({ key }) => key));
  return keys;
}

const text = (_: string, value: unknown) => (typeof value === 'bigint' ? String(value) : value);
