import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { UserActor } from '@/lib/access/actor';
import { CreateShare, type ShareDto, UpdateShare } from '@/lib/contracts/shares';
import { batchFiles } from '@/lib/files/batch-files';
import { trashFolder } from '@/lib/files/folder-trash';
import { prepareInstallation } from '@/lib/jobs/prepare-installation';
import { sweepShares } from '@/lib/jobs/sweep-shares';
import { db, disconnect } from '@/lib/platform/db';
import { deleteObjects } from '@/lib/storage/delete-objects';
import { createFile, createFolder } from '@/scripts/testing/files';
import { actorOf, auditOf, createPerson, setPolicy } from '@/scripts/testing/people';
import { newVisit } from '@/scripts/testing/visits';
import { createShare } from './create-share';
import { getShare, getShareOptions, listShares } from './get-share';
import { countEndedShares } from './remove-ended';
import { exportShareEvents, listShareEvents } from './share-events';
import { revokeShare, updateShare } from './update-share';
import { visitShare } from './visit-share';

const origin = 'https://files.example.com';
const hour = 3_600_000;

beforeAll(async () => {
  await prepareInstallation();
});
afterEach(() => setPolicy({}));
afterAll(disconnect);

const newActor = async () => actorOf(await createPerson({ passwordHash: null }));
const share = (actor: UserActor, body: Partial<CreateShare>): Promise<ShareDto> =>
  createShare(actor, CreateShare.parse(body), origin);
const change = (actor: UserActor, id: string, body: UpdateShare): Promise<ShareDto> =>
  updateShare(actor, { id, ...UpdateShare.parse(body) }, origin);
const get = (actor: UserActor, id: string) => getShare(actor, id, origin);
const list = (actor: UserActor, query = {}) => listShares(actor, { limit: 50, ...query }, origin);
const lifeOf = ({ createdAt, expiresAt }: ShareDto): number | null =>
  expiresAt === null ? null : Math.round((Date.parse(expiresAt) - Date.parse(createdAt)) / hour);
const shareCountOf = async (id: string) => (await db().file.findUniqueOrThrow({ where: { id } })).shareCount;
const isOpen = (slug: string) =>
  visitShare(newVisit(slug)).then(
    ({ state }) => state,
    ({ code }) => code,
  );

describe('making a link', () => {
  it('gives an address nobody can guess, a state and a name', async () => {
    const actor = await newActor();
    const file = await createFile(actor, { name: 'report.pdf' });
    const made = await share(actor, { fileIds: [file.id] });
    expect(made).toMatchObject({
      state: 'active',
      kind: 'share',
      downloads: 0,
      downloadsRemaining: null,
      fileCount: 1,
    });
    expect(made.slug).toMatch(/^[\w-]{22}$/);
    expect(made.url).toBe(`${origin}/s/${made.slug}`);
    expect(made.files?.[0]).toMatchObject({ id: file.id, name: 'report.pdf', trashed: false });
    expect(await get(actor, made.id)).toEqual(made);
    expect((await auditOf('share.created')).at(-1)).toMatchObject({
      targetId: made.id,
      targetText: 'report.pdf',
    });
  });

  it('lives as long as its label says, and else as its most short-lived kind of file', async () => {
    const actor = await newActor();
    const [paper, photo, archive] = [
      await createFile(actor, { kind: 'document' }),
      await createFile(actor, { kind: 'image' }),
      await createFile(actor, { kind: 'archive' }),
    ];
    const life = async (body: Partial<CreateShare>) => lifeOf(await share(actor, body));
    expect(await life({ fileIds: [paper.id], label: 'public' })).toBe(7 * 24);
    expect(await life({ fileIds: [paper.id], label: 'internal' })).toBe(24);
    expect(await life({ fileIds: [paper.id], label: 'confidential', password: 'by telephone' })).toBe(2);
    expect(await life({ fileIds: [paper.id] })).toBe(48);
    expect(await life({ fileIds: [photo.id] })).toBe(7 * 24);
    expect(await life({ fileIds: [photo.id, paper.id] })).toBe(48);
    expect(await life({ fileIds: [photo.id, archive.id] })).toBe(24);
    expect(await life({ folderId: (await createFolder(actor, 'Live')).id })).toBe(24);
    expect(await life({ fileIds: [paper.id], maxDownloads: 1 })).toBe(1);
    expect(await life({ fileIds: [paper.id], maxDownloads: 2 })).toBe(48);
    expect(await life({ fileIds: [paper.id], expiresIn: 5 * 3600, maxDownloads: 1 })).toBe(5);
    expect(await life({ fileIds: [paper.id], expiresIn: 5 * 3600 })).toBe(5);
    expect(await life({ fileIds: [paper.id], kind: 'public' })).toBe(null);
    await setPolicy({ shareSecondsByLabel: { public: 3600, internal: 3600, confidential: 3600 } });
    expect(await life({ fileIds: [paper.id], label: 'public' })).toBe(1);
  });

  it('may live for ever only where the policy allows it, and never ends in the past', async () => {
    const actor = await newActor();
    const { id } = await createFile(actor);
    await expect(share(actor, { fileIds: [id], expiresAt: null })).rejects.toMatchObject({
      code: 'invalid_request',
    });
    const past = new Date(Date.now() - hour).toISOString();
    await expect(share(actor, { fileIds: [id], expiresAt: past })).rejects.toMatchObject({
      code: 'invalid_request',
    });
    await setPolicy({ sharesMayNeverExpire: true });
    expect((await share(actor, { fileIds: [id], expiresAt: null })).expiresAt).toBeNull();
  });

  it('needs files that are the own, live and in the bucket', async () => {
    const [actor, other] = [await newActor(), await newActor()];
    const own = await createFile(actor);
    const foreign = await createFile(other);
    const trashed = await createFile(actor);
    await batchFiles(actor, { action: 'trash', ids: [trashed.id] });
    const lost = await createFile(actor, { name: 'lost.txt' });
    await deleteObjects([lost.objectKey]);
    for (const id of [foreign.id, trashed.id, randomUUID()]) {
      await expect(share(actor, { fileIds: [own.id, id] })).rejects.toMatchObject({ code: 'not_found' });
    }
    await expect(share(actor, { fileIds: [lost.id] })).rejects.toMatchObject({ code: 'verification_failed' });
    const folder = await createFolder(other, 'Theirs');
    await expect(share(actor, { folderId: folder.id })).rejects.toMatchObject({ code: 'not_found' });
  });

  it('takes an address of its own once', async () => {
    const actor = await newActor();
    const { id } = await createFile(actor);
    expect((await share(actor, { fileIds: [id], slug: 'Summer-Party' })).slug).toBe('summer-party');
    await expect(share(actor, { fileIds: [id], slug: 'summer-party' })).rejects.toMatchObject({
      code: 'conflict',
    });
  });

  it('is what the policy permits', async () => {
    const [actor, admin] = [
      await newActor(),
      actorOf(await createPerson({ passwordHash: null, role: 'admin' })),
    ];
    await setPolicy({ mayShare: 'admins', mayPublish: 'admins' });
    for (const kind of ['share', 'public'] as const) {
      const own = await createFile(actor);
      await expect(share(actor, { fileIds: [own.id], kind })).rejects.toMatchObject({ code: 'forbidden' });
      const theirs = await createFile(admin);
      expect((await share(admin, { fileIds: [theirs.id], kind })).kind).toBe(kind);
    }
    expect(await getShareOptions(actor)).toMatchObject({ canShare: false, canPublish: false });
  });

  it('can be ended, but not changed, by whoever may not make one any more', async () => {
    const actor = await newActor();
    const { id } = await createFile(actor);
    for (const kind of ['share', 'public'] as const) {
      const made = await share(actor, { fileIds: [id], kind });
      await setPolicy({ mayShare: 'admins', mayPublish: 'admins' });
      await expect(change(actor, made.id, { expiresIn: 3600 })).rejects.toMatchObject({ code: 'forbidden' });
      await revokeShare(actor, made.id);
      await expect(change(actor, made.id, { revoked: false })).rejects.toMatchObject({ code: 'forbidden' });
      expect((await get(actor, made.id)).state).toBe('revoked');
      await setPolicy({});
    }
  });

  it('refuses what does not fit together, each field by name', () => {
    const id = randomUUID();
    const wrong: [string, object][] = [
      ['fileIds', {}],
      ['fileIds', { fileIds: [id], folderId: id }],
      ['password', { fileIds: [id], label: 'confidential' }],
      ['expiresAt', { fileIds: [id], expiresIn: 3600, expiresAt: null }],
      ['fileIds', { kind: 'public', fileIds: [id, randomUUID()] }],
      ['kind', { kind: 'public', fileIds: [id], password: 'a password' }],
      ['slug', { fileIds: [id], slug: 'no spaces' }],
      ['slug', { fileIds: [id], slug: '-x-' }],
      ['maxDownloads', { fileIds: [id], maxDownloads: 0 }],
    ];
    for (const [field, body] of wrong) {
      const result = CreateShare.safeParse(body);
      expect(
        result.error?.issues.map(({ path }) => path[0]),
        JSON.stringify(body),
      ).toContain(field);
    }
  });
});

describe('the list of links', () => {
  it('shows own links only, the newest first, page by page, and those of one file', async () => {
    const [actor, other] = [await newActor(), await newActor()];
    const file = await createFile(actor);
    const elsewhere = await createFile(actor);
    const made: string[] = [];
    for (let index = 0; index < 5; index += 1) made.unshift((await share(actor, { fileIds: [file.id] })).id);
    await share(actor, { fileIds: [elsewhere.id] });
    await share(other, { fileIds: [(await createFile(other)).id] });
    const first = await list(actor, { limit: 2, fileId: file.id });
    const second = await list(actor, { limit: 2, fileId: file.id, cursor: first.nextCursor });
    const third = await list(actor, { limit: 2, fileId: file.id, cursor: second.nextCursor });
    expect([...first.items, ...second.items, ...third.items].map(({ id }) => id)).toEqual(made);
    expect(third.nextCursor).toBeNull();
    expect((await list(actor)).items).toHaveLength(6);
  });

  it('tells live from ended', async () => {
    const actor = await newActor();
    const { id } = await createFile(actor);
    const [live, gone, late, empty] = [
      await share(actor, { fileIds: [id] }),
      await share(actor, { fileIds: [id] }),
      await share(actor, { fileIds: [id] }),
      await share(actor, { fileIds: [id], maxDownloads: 1 }),
    ];
    await revokeShare(actor, gone.id);
    await db().share.update({ where: { id: late.id }, data: { expiresAt: new Date(Date.now() - 1) } });
    await db().share.update({ where: { id: empty.id }, data: { downloads: 1 } });
    expect((await list(actor, { state: 'live' })).items.map((item) => item.id)).toEqual([live.id]);
    const ended = (await list(actor, { state: 'ended' })).items.map(({ state }) => state);
    expect(ended).toEqual(['used_up', 'expired', 'revoked']);
  });

  it('gives nobody else a link, its events, or a way to change it', async () => {
    const [actor, other] = [await newActor(), await newActor()];
    const { id } = await share(actor, { fileIds: [(await createFile(actor)).id] });
    const notTheirs = { code: 'not_found' };
    await expect(get(other, id)).rejects.toMatchObject(notTheirs);
    await expect(change(other, id, { note: 'mine now' })).rejects.toMatchObject(notTheirs);
    await expect(revokeShare(other, id)).rejects.toMatchObject(notTheirs);
    await expect(listShareEvents(other, { id, limit: 50 })).rejects.toMatchObject(notTheirs);
    await expect(exportShareEvents(other, id)).rejects.toMatchObject(notTheirs);
  });
});

describe('changing a link', () => {
  it('changes each of its settings, and takes them away', async () => {
    const actor = await newActor();
    const made = await share(actor, { fileIds: [(await createFile(actor)).id] });
    const slug = `renamed-${Date.now()}`;
    const changed = await change(actor, made.id, {
      slug,
      label: 'internal',
      password: 'by telephone',
      maxDownloads: 3,
      allowDownload: false,
      note: 'for you',
      expiresIn: 3600,
    });
    expect(changed).toMatchObject({
      slug,
      label: 'internal',
      passwordProtected: true,
      maxDownloads: 3,
      allowDownload: false,
      note: 'for you',
    });
    const bare = await change(actor, made.id, {
      label: null,
      password: null,
      maxDownloads: null,
      note: null,
    });
    expect(bare).toMatchObject({ passwordProtected: false, maxDownloads: null });
    expect(bare.label ?? bare.note).toBeUndefined();
    expect(await isOpen(made.slug)).toBe('link_unavailable');
    expect(await isOpen(slug)).toBe('open');
  });

  it('keeps a confidential link behind a password and a limit above what was taken', async () => {
    const actor = await newActor();
    const { id } = await share(actor, {
      fileIds: [(await createFile(actor)).id],
      label: 'confidential',
      password: 'by telephone',
      maxDownloads: 5,
    });
    await expect(change(actor, id, { password: null })).rejects.toMatchObject({ code: 'invalid_request' });
    await db().share.update({ where: { id }, data: { downloads: 3 } });
    await expect(change(actor, id, { maxDownloads: 2 })).rejects.toMatchObject({ code: 'invalid_request' });
    expect((await change(actor, id, { maxDownloads: 3 })).state).toBe('used_up');
    expect((await change(actor, id, { maxDownloads: 4 })).state).toBe('active');
  });

  it('ends a link at once, and takes it back', async () => {
    const actor = await newActor();
    const made = await share(actor, { fileIds: [(await createFile(actor)).id] });
    await revokeShare(actor, made.id);
    await revokeShare(actor, made.id);
    expect((await get(actor, made.id)).state).toBe('revoked');
    expect(await isOpen(made.slug)).toBe('link_unavailable');
    expect((await change(actor, made.id, { revoked: false })).state).toBe('active');
    expect(await isOpen(made.slug)).toBe('open');
    const revocations = (await auditOf('share.revoked')).filter(({ targetId }) => targetId === made.id);
    expect(revocations).toHaveLength(1);
  });
});

describe('the end of what is shared', () => {
  it('closes a link while its files are in the trash, and for good when they are deleted', async () => {
    const actor = await newActor();
    const [one, two] = [await createFile(actor), await createFile(actor)];
    const made = await share(actor, { fileIds: [one.id, two.id] });
    await batchFiles(actor, { action: 'trash', ids: [one.id] });
    expect(await visitShare(newVisit(made.slug))).toMatchObject({ title: two.name });
    await batchFiles(actor, { action: 'trash', ids: [two.id] });
    expect(await isOpen(made.slug)).toBe('link_unavailable');
    expect((await get(actor, made.id)).contents).toBe('trashed');
    await batchFiles(actor, { action: 'restore', ids: [two.id] });
    expect(await isOpen(made.slug)).toBe('open');
    await batchFiles(actor, { action: 'trash', ids: [two.id] });
    await batchFiles(actor, { action: 'delete', ids: [one.id, two.id] });
    expect(await isOpen(made.slug)).toBe('link_unavailable');
    expect((await get(actor, made.id)).contents).toBe('gone');
  });

  it('closes the link of a trashed folder', async () => {
    const actor = await newActor();
    const folder = await createFolder(actor, 'Holiday');
    const made = await share(actor, { folderId: folder.id });
    expect(await visitShare(newVisit(made.slug))).toMatchObject({
      state: 'open',
      title: 'Holiday',
      isFolder: true,
    });
    await trashFolder(actor, folder.id);
    expect(await isOpen(made.slug)).toBe('link_unavailable');
  });

  it('closes all links of a disabled person, and opens them with them', async () => {
    const actor = await newActor();
    const made = await share(actor, { fileIds: [(await createFile(actor)).id] });
    await db().user.update({ where: { id: actor.userId }, data: { status: 'disabled' } });
    expect(await isOpen(made.slug)).toBe('link_unavailable');
    await db().user.update({ where: { id: actor.userId }, data: { status: 'active' } });
    expect(await isOpen(made.slug)).toBe('open');
  });

  it('removes ended links after 30 days and not before, with an audit row each', async () => {
    const actor = await newActor();
    const { id: fileId } = await createFile(actor);
    const ago = (days: number) => new Date(Date.now() - days * 24 * hour);
    const make = async (data: object) => {
      const made = await share(actor, { fileIds: [fileId], maxDownloads: 1 });
      await db().share.update({ where: { id: made.id }, data });
      return made.id;
    };
    const kept = [
      await make({}),
      await make({ expiresAt: ago(29) }),
      await make({ revokedAt: ago(29) }),
      await make({ downloads: 1, lastAccessAt: ago(29) }),
    ];
    await make({ expiresAt: ago(31) });
    await make({ revokedAt: ago(31) });
    await make({ downloads: 1, lastAccessAt: ago(31) });
    expect(await countEndedShares()).toMatchObject({ removable: 3 });
    expect(await sweepShares()).toBe(3);
    expect(await countEndedShares()).toMatchObject({ removable: 0 });
    const left = await db().share.findMany({ where: { ownerId: actor.userId } });
    expect(left.map(({ id }) => id).sort()).toEqual(kept.sort());
    expect(await auditOf('share.removed')).toHaveLength(3);
  });
});

describe('the number of links of a file', () => {
  it('follows making, changing, revoking, taking back and expiring', async () => {
    const actor = await newActor();
    const { id } = await createFile(actor);
    const first = await share(actor, { fileIds: [id] });
    const second = await share(actor, { fileIds: [id], maxDownloads: 2 });
    expect(await shareCountOf(id)).toBe(2);
    await revokeShare(actor, first.id);
    expect(await shareCountOf(id)).toBe(1);
    await change(actor, first.id, { revoked: false });
    expect(await shareCountOf(id)).toBe(2);
    await db().share.update({ where: { id: second.id }, data: { expiresAt: new Date(Date.now() - 1) } });
    await sweepShares();
    expect(await shareCountOf(id)).toBe(1);
    await change(actor, second.id, { expiresIn: 3600 });
    expect(await shareCountOf(id)).toBe(2);
  });
});

describe('the history of a link', () => {
  it('is read page by page and exported whole, with formulas as text', async () => {
    const actor = await newActor();
    const made = await share(actor, { fileIds: [(await createFile(actor)).id] });
    await db().shareEvent.createMany({
      data: Array.from({ length: 3 }, (_, index) => ({
        shareId: made.id,
        at: new Date(Date.now() - index * 1000),
        action: 'viewed',
        address: '10.0.0.1',
        userAgent: index === 0 ? '=HYPERLINK("http://evil.example")' : 'Browser, of "some" kind',
      })),
    });
    const first = await listShareEvents(actor, { id: made.id, limit: 2 });
    const second = await listShareEvents(actor, { id: made.id, limit: 2, cursor: first.nextCursor ?? '' });
    expect([...first.items, ...second.items]).toHaveLength(3);
    expect(second.nextCursor).toBeNull();
    const csv = await new Response(await exportShareEvents(actor, made.id)).text();
    const lines = csv.trimEnd().split('\r\n');
    expect(lines).toHaveLength(4);
    expect(lines[0]).toBe('time,action,file,files,address,user agent');
    expect(lines[1]).toContain(`"'=HYPERLINK(""http://evil.example"")"`);
    expect(lines[2]).toContain('"Browser, of ""some"" kind"');
  });
});
