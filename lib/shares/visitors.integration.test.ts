import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { UserActor } from '@/lib/access/actor';
import { CreateShare, type ShareDto } from '@/lib/contracts/shares';
import type { DownloadShare } from '@/lib/contracts/visits';
import { batchFiles } from '@/lib/files/batch-files';
import { prepareInstallation } from '@/lib/jobs/prepare-installation';
import { randomToken } from '@/lib/platform/crypto';
import { db, disconnect } from '@/lib/platform/db';
import { createFile, createFolder } from '@/scripts/testing/files';
import { actorOf, createPerson } from '@/scripts/testing/people';
import { newVisit } from '@/scripts/testing/visits';
import { createShare } from './create-share';
import { downloadOne, downloadShare, previewShare } from './download-share';
import type { Visit } from './open-share';
import { openPublicLink } from './public-link';
import { isUnlocked, unlockValue } from './unlock-cookie';
import { unlockShare } from './unlock-share';
import { revokeShare, updateShare } from './update-share';
import { listShareItems, recordRefusal, visitShare } from './visit-share';

const origin = 'https://files.example.com';
const secret = 'tell it by telephone';

beforeAll(async () => {
  await prepareInstallation();
});
afterAll(disconnect);

const newActor = async () => actorOf(await createPerson({ passwordHash: null }));
const share = (actor: UserActor, body: Partial<CreateShare>): Promise<ShareDto> =>
  createShare(actor, CreateShare.parse(body), origin);
/** A visitor who has been here before, so that downloads are theirs. */
const visitor = (slug: string, given: Partial<Visit> = {}) =>
  newVisit(slug, { visitorId: randomToken(16), ...given });
const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'none',
    (error: { code?: string }) => error.code ?? String(error),
  );
const downloadsOf = async ({ id }: ShareDto) =>
  (await db().share.findUniqueOrThrow({ where: { id } })).downloads;
const actionsOf = async ({ id }: ShareDto) =>
  (await db().shareEvent.findMany({ where: { shareId: id }, orderBy: { at: 'asc' } })).map(
    ({ action }) => action,
  );
const dates = (url: string) => Number(new URL(url).searchParams.get('X-Amz-Expires'));

/** A share of one text file. */
async function oneFile(body: Partial<CreateShare> = {}, content = 'what was shared') {
  const actor = await newActor();
  const file = await createFile(actor, { name: 'letter.txt', content });
  return { actor, file, made: await share(actor, { fileIds: [file.id], ...body }) };
}

async function unlocked(slug: string, password = secret): Promise<Visit> {
  const visit = visitor(slug);
  const cookie = await unlockShare(visit, password);
  return { ...visit, unlockOf: (id) => (id === cookie?.shareId ? cookie.value : null) };
}

describe('an open link', () => {
  it('shows title, owner, note and what remains, and counts nothing', async () => {
    const { made } = await oneFile({ note: 'for you', maxDownloads: 3 });
    for (let look = 0; look < 3; look += 1) {
      expect(await visitShare(newVisit(made.slug))).toEqual({
        state: 'open',
        title: 'letter.txt',
        owner: 'Ada Lovelace',
        note: 'for you',
        isFolder: false,
        fileCount: 1,
        totalBytes: 15,
        allowDownload: true,
        originalsPreviewed: false,
        expiresAt: made.expiresAt,
        downloadsRemaining: 3,
      });
    }
    expect(await downloadsOf(made)).toBe(0);
  });

  it('lists chosen files in their order and a folder live, with its tree, page by page', async () => {
    const actor = await newActor();
    const folder = await createFolder(actor, 'Holiday');
    const below = await createFolder(actor, 'Beach', folder.id);
    const deep = await createFolder(actor, 'Evening', below.id);
    const names = ['b2.txt', 'a.txt', 'b10.txt'];
    const files = [];
    for (const [index, name] of names.entries()) {
      files.push(await createFile(actor, { name, folderId: [folder, below, deep][index]?.id ?? null }));
    }
    await createFile(actor, { name: 'elsewhere.txt' });
    const chosen = await share(actor, { fileIds: files.map(({ id }) => id) });
    const live = await share(actor, { folderId: folder.id });
    const namesOf = async (slug: string) => {
      const found: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await listShareItems(newVisit(slug), { limit: 1, ...(cursor ? { cursor } : {}) });
        found.push(...page.items.map(({ name, path }) => (path ? `${path}/${name}` : name)));
        cursor = page.nextCursor ?? undefined;
      } while (cursor);
      return found;
    };
    expect(await namesOf(chosen.slug)).toEqual(names);
    expect(await namesOf(live.slug)).toEqual(['Beach/a.txt', 'b2.txt', 'Beach/Evening/b10.txt']);
    await createFile(actor, { name: 'new.txt', folderId: below.id });
    expect(await namesOf(live.slug)).toContain('Beach/new.txt');
    await db().file.update({ where: { id: files[0]?.id ?? '' }, data: { folderId: null } });
    expect(await namesOf(live.slug)).not.toContain('b2.txt');
  });

  it('signs thumbnails for five minutes at most, anew each time', async () => {
    const actor = await newActor();
    const file = await createFile(actor, { mime: 'image/png', kind: 'image', thumbnailState: 'ready' });
    const made = await share(actor, { fileIds: [file.id] });
    const { items } = await listShareItems(newVisit(made.slug), { limit: 10 });
    expect(dates(items[0]?.thumbnails?.[320] ?? '')).toBeLessThanOrEqual(300);
    const signedAt = new URL(items[0]?.thumbnails?.[1280] ?? '').searchParams.get('X-Amz-Date') ?? '';
    const at = Date.parse(signedAt.replace(/(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z/, '$1-$2-$3T$4:$5:$6Z'));
    expect(Date.now() - at).toBeLessThan(5_000);
  });
});

describe('what is not available', () => {
  it('has one answer: unknown, malformed, expired, revoked, used up, disabled, trashed, and of the other kind', async () => {
    const gone: string[] = [randomToken(16), 'x', 'a/b', '\0', 'ü'.repeat(300), `${'a'.repeat(64)}`];
    const expired = await oneFile();
    await db().share.update({
      where: { id: expired.made.id },
      data: { expiresAt: new Date(Date.now() - 1) },
    });
    const revoked = await oneFile();
    await revokeShare(revoked.actor, revoked.made.id);
    const used = await oneFile({ maxDownloads: 1 });
    await downloadOne(visitor(used.made.slug), used.file.id);
    const disabled = await oneFile();
    await db().user.update({ where: { id: disabled.actor.userId }, data: { status: 'disabled' } });
    const trashed = await oneFile();
    await batchFiles(trashed.actor, { action: 'trash', ids: [trashed.file.id] });
    const published = await oneFile({ kind: 'public' });
    gone.push(...[expired, revoked, used, disabled, trashed, published].map(({ made }) => made.slug));
    const answers = await Promise.all(
      gone
        .flatMap((slug) => [
          visitShare(newVisit(slug)),
          listShareItems(newVisit(slug), { limit: 10 }),
          downloadShare(visitor(slug), {}),
          previewShare(newVisit(slug), randomUUID()),
          unlockShare(newVisit(slug), secret),
          ...(slug === published.made.slug ? [] : [openPublicLink(newVisit(slug))]),
        ])
        .map((work) =>
          work.then(
            () => 'answered',
            (error: { code: string; detail: string }) => `${error.code}: ${error.detail}`,
          ),
        ),
    );
    expect(new Set(answers).size).toBe(1);
    expect(answers[0]).toMatch(/^link_unavailable: /);
  });

  it('is recorded for its owner when somebody still comes', async () => {
    const { actor, made } = await oneFile();
    await revokeShare(actor, made.id);
    await recordRefusal(newVisit(made.slug));
    await recordRefusal(newVisit(randomToken(16)));
    expect(await actionsOf(made)).toEqual(['refused']);
  });
});

describe('a locked link', () => {
  it('tells nothing but that it is locked', async () => {
    const { made, file } = await oneFile({ password: secret, note: 'hidden', label: 'confidential' });
    expect(await visitShare(newVisit(made.slug))).toEqual({ state: 'locked' });
    expect(await codeOf(listShareItems(newVisit(made.slug), { limit: 10 }))).toBe('link_locked');
    expect(await codeOf(downloadShare(visitor(made.slug), { fileId: file.id }))).toBe('link_locked');
    expect(await codeOf(previewShare(newVisit(made.slug), file.id))).toBe('link_locked');
    expect(await actionsOf(made)).toEqual([]);
  });

  it('opens with its password, for this link and this password only', async () => {
    const { actor, made, file } = await oneFile({ password: secret });
    const other = await oneFile({ password: secret });
    const visit = await unlocked(made.slug);
    expect(await visitShare(visit)).toMatchObject({ state: 'open' });
    expect((await downloadOne(visit, file.id)).counted).toBe(true);
    const theirs = visit.unlockOf(made.id);
    expect(await visitShare({ ...visit, slug: other.made.slug, unlockOf: () => theirs })).toEqual({
      state: 'locked',
    });
    await updateShare(actor, { id: made.id, password: 'another password' }, origin);
    expect(await visitShare(visit)).toEqual({ state: 'locked' });
    expect(await codeOf(downloadOne(visit, file.id))).toBe('link_locked');
    expect(await visitShare(await unlocked(made.slug, 'another password'))).toMatchObject({ state: 'open' });
    expect((await actionsOf(made)).filter((action) => action === 'unlocked')).toHaveLength(2);
  });

  it('locks again after 12 hours, and never opens to a forged cookie', () => {
    const made = { id: randomUUID(), passwordVersion: 0 };
    const now = Date.now();
    const value = unlockValue(made, now);
    expect(isUnlocked(made, value, now + 12 * 3_600_000 - 2_000)).toBe(true);
    expect(isUnlocked(made, value, now + 12 * 3_600_000)).toBe(false);
    expect(isUnlocked({ ...made, passwordVersion: 1 }, value, now)).toBe(false);
    expect(isUnlocked({ ...made, id: randomUUID() }, value, now)).toBe(false);
    const [end = '', signature = ''] = value.split('.');
    for (const forged of [
      '',
      'x',
      `${Number(end) + 60}.${signature}`,
      `${end}.${'A'.repeat(43)}`,
      end,
      null,
    ]) {
      expect(isUnlocked(made, forged, now)).toBe(false);
    }
  });

  it('answers guesses with 429 and Retry-After, for each address and each link, and forgives the right password', async () => {
    const { made } = await oneFile({ password: secret });
    const guesser = newVisit(made.slug);
    for (let guess = 0; guess < 9; guess += 1) {
      expect(await codeOf(unlockShare(guesser, `guess ${guess}`))).toBe('invalid_credentials');
    }
    expect(await unlockShare(guesser, secret)).toMatchObject({ shareId: made.id });
    expect(await codeOf(unlockShare(guesser, 'the tenth guess'))).toBe('invalid_credentials');
    await expect(unlockShare(guesser, secret)).rejects.toMatchObject({
      code: 'rate_limited',
      retryAfterSeconds: expect.any(Number),
    });
    expect(await codeOf(unlockShare(newVisit(made.slug), 'from elsewhere'))).toBe('invalid_credentials');
    const other = await oneFile({ password: secret });
    expect(await codeOf(unlockShare({ ...guesser, slug: other.made.slug }, 'elsewhere'))).toBe(
      'invalid_credentials',
    );
    const unknown = newVisit(randomToken(16));
    for (let guess = 0; guess < 10; guess += 1)
      expect(await codeOf(unlockShare(unknown, 'guess'))).toBe('link_unavailable');
    expect(await codeOf(unlockShare(unknown, 'guess'))).toBe('rate_limited');
    expect((await actionsOf(made)).filter((action) => action === 'unlock_failed')).toHaveLength(11);
  });
});

describe('a download', () => {
  it('is the file itself under its own name, from a URL of a minute', async () => {
    const { made, file } = await oneFile();
    const { presign, counted } = await downloadOne(visitor(made.slug), file.id);
    expect([counted, dates(presign.url), presign.expiresIn]).toEqual([true, 60, 60]);
    const answer = await fetch(presign.url);
    expect(await answer.text()).toBe('what was shared');
    expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename="letter.txt"/);
  });

  it('counts once a visitor and selection, in any order, and again after a day', async () => {
    const actor = await newActor();
    const [one, two] = [await createFile(actor), await createFile(actor)];
    const made = await share(actor, { fileIds: [one.id, two.id], maxDownloads: 10 });
    const visit = visitor(made.slug);
    const take = async (body: DownloadShare, by = visit) => (await downloadShare(by, body)).counted;
    expect(await take({ fileId: one.id })).toBe(true);
    expect(await take({ fileId: one.id })).toBe(false);
    expect(await take({ ids: [one.id] })).toBe(false);
    expect(await take({ ids: [one.id, two.id] })).toBe(true);
    expect(await take({ ids: [two.id, one.id, two.id], sign: [two.id] })).toBe(false);
    expect(await take({})).toBe(true);
    expect(await take({ sign: [one.id] })).toBe(false);
    expect(await take({ fileId: one.id }, visitor(made.slug))).toBe(true);
    expect(await downloadsOf(made)).toBe(4);
    await db().downloadGrant.updateMany({ data: { expiresAt: new Date(Date.now() - 1) } });
    expect(await take({ fileId: one.id })).toBe(true);
    expect(await downloadsOf(made)).toBe(5);
    expect((await actionsOf(made)).filter((action) => action === 'downloaded')).toHaveLength(5);
  });

  it('goes on inside itself after the last one was counted, and is refused to others', async () => {
    const { made, file } = await oneFile({ maxDownloads: 1 });
    const [first, second] = [visitor(made.slug), visitor(made.slug)];
    expect(await downloadOne(first, file.id)).toMatchObject({ counted: true, downloadsRemaining: 0 });
    expect(await downloadOne(first, file.id)).toMatchObject({ counted: false, downloadsRemaining: 0 });
    expect(await visitShare(first)).toMatchObject({ state: 'open', downloadsRemaining: 0 });
    expect(await codeOf(downloadOne(second, file.id))).toBe('link_unavailable');
    expect(await codeOf(downloadShare(first, {}))).toBe('link_unavailable');
    expect((await db().file.findUniqueOrThrow({ where: { id: file.id } })).shareCount).toBe(0);
    expect(await downloadsOf(made)).toBe(1);
  });

  it('reaches nothing that is not shared', async () => {
    const { actor, made, file } = await oneFile();
    const other = await createFile(actor);
    const visit = visitor(made.slug);
    expect(await codeOf(downloadOne(visit, other.id))).toBe('not_found');
    expect(await codeOf(downloadShare(visit, { ids: [other.id] }))).toBe('not_found');
    expect(await codeOf(previewShare(visit, other.id))).toBe('not_found');
    const answer = await downloadShare(visit, { ids: [file.id, other.id] });
    expect('items' in answer && answer.items).toMatchObject([
      { presign: {} },
      { error: { code: 'not_found' } },
    ]);
    const signed = await downloadShare(visit, { ids: [file.id], sign: [other.id] });
    expect('items' in signed && signed.items).toMatchObject([{ error: { code: 'not_found' } }]);
  });

  it('is refused by a view-only link, which shows renditions only', async () => {
    const { made, file } = await oneFile({ allowDownload: false });
    expect(await codeOf(downloadOne(visitor(made.slug), file.id))).toBe('forbidden');
    expect(await codeOf(downloadShare(visitor(made.slug), {}))).toBe('forbidden');
    expect(await codeOf(previewShare(visitor(made.slug), file.id))).toBe('forbidden');
    const limited = await oneFile({ maxDownloads: 2 });
    expect(await codeOf(previewShare(visitor(limited.made.slug), limited.file.id))).toBe('forbidden');
    const free = await oneFile();
    const presign = await previewShare(visitor(free.made.slug), free.file.id);
    expect((await fetch(presign.url)).headers.get('content-disposition')).toMatch(/^inline/);
    expect(await downloadsOf(free.made)).toBe(0);
  });

  it('is exact: 200 visitors at once, ten downloads left, ten grants', async () => {
    const { made, file } = await oneFile({ maxDownloads: 10 });
    for (let round = 1; round <= 5; round += 1) {
      await db().share.update({ where: { id: made.id }, data: { maxDownloads: round * 10 } });
      const outcomes = await Promise.all(
        Array.from({ length: 200 }, () => codeOf(downloadOne(visitor(made.slug), file.id))),
      );
      expect(outcomes.filter((code) => code === 'none')).toHaveLength(10);
      expect(new Set(outcomes)).toEqual(new Set(['none', 'link_unavailable']));
      expect(await downloadsOf(made)).toBe(round * 10);
      expect(await db().downloadGrant.count({ where: { shareId: made.id } })).toBe(round * 10);
    }
  });

  it('is one download when one visitor clicks twenty times at once', async () => {
    const { made, file } = await oneFile({ maxDownloads: 5 });
    const visit = visitor(made.slug);
    const answers = await Promise.all(Array.from({ length: 20 }, () => downloadOne(visit, file.id)));
    expect(answers.filter(({ counted }) => counted)).toHaveLength(1);
    expect(await downloadsOf(made)).toBe(1);
  });
});

describe('a public link', () => {
  it('leads to the file, inline where a browser shows it without running it', async () => {
    const actor = await newActor();
    const kinds: [string, string, 'inline' | 'attachment'][] = [
      ['image/png', 'a.png', 'inline'],
      ['video/mp4', 'a.mp4', 'inline'],
      ['audio/mpeg', 'a.mp3', 'inline'],
      ['application/pdf', 'a.pdf', 'inline'],
      ['image/svg+xml', 'a.svg', 'attachment'],
      ['text/html', 'a.html', 'attachment'],
      ['text/plain', 'a.txt', 'attachment'],
      ['application/zip', 'a.zip', 'attachment'],
    ];
    for (const [mime, name, disposition] of kinds) {
      const file = await createFile(actor, { mime, name });
      const made = await share(actor, { kind: 'public', fileIds: [file.id] });
      expect(made.url).toBe(`${origin}/p/${made.slug}/${name}`);
      const url = await openPublicLink(newVisit(made.slug));
      const answer = await fetch(url);
      expect([
        answer.headers.get('content-type'),
        answer.headers.get('content-disposition')?.split(';')[0],
      ]).toEqual([mime, disposition]);
      expect(dates(url)).toBe(60);
      await revokeShare(actor, made.id);
      expect(await codeOf(openPublicLink(newVisit(made.slug)))).toBe('link_unavailable');
      expect(await actionsOf(made)).toEqual(['opened']);
    }
  });

  it('has no password, no limit, no label to change', async () => {
    const { actor, made } = await oneFile({ kind: 'public' });
    expect(await codeOf(updateShare(actor, { id: made.id, password: secret }, origin))).toBe(
      'invalid_request',
    );
    expect(await codeOf(updateShare(actor, { id: made.id, maxDownloads: 3 }, origin))).toBe(
      'invalid_request',
    );
    expect((await updateShare(actor, { id: made.id, expiresAt: null }, origin)).expiresAt).toBeNull();
  });
});
