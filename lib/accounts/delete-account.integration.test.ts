import { beforeAll, describe, expect, it } from 'vitest';
import type { UserActor } from '@/lib/access/actor';
import { deletePendingObjects } from '@/lib/jobs/delete-objects';
import { prepareInstallation } from '@/lib/jobs/prepare-installation';
import { hashToken, randomToken } from '@/lib/platform/crypto';
import { db } from '@/lib/platform/db';
import { listObjects } from '@/lib/storage/list-objects';
import { authenticateToken } from '@/lib/tokens/authenticate-token';
import { completeUpload } from '@/lib/uploads/complete';
import { startUploads } from '@/lib/uploads/start';
import { sweepUploads } from '@/lib/uploads/sweep';
import { signInWithPassword } from '@/lib/users/sign-in';
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
    await expect(deleteUser(admin, person.id, { confirmEmail: admin.email })).rejects.toMatchObject({
      code: 'invalid_request',
    });
    await deleteUser(admin, person.id, { confirmEmail: person.email });
    expect(await db().session.count({ where: { userId: person.id, revokedAt: null } })).toBe(0);
    const rows = await db().auditEvent.findMany({ where: { targetId: person.id } });
    expect(JSON.stringify(rows)).not.toContain(person.email);
    expect(rows.find(({ action }) => action === 'user.deleted')).toMatchObject({
      actorId: admin.userId,
      actorText: admin.email,
    });
    await expect(deleteUser(admin, person.id, { confirmEmail: person.email })).rejects.toMatchObject({
      code: 'not_found',
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
