import { createHash, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { UserActor } from '@/lib/access/actor';
import type { Presign } from '@/lib/contracts/common';
import type { CreatedUpload, CreateUploads } from '@/lib/contracts/uploads';
import { batchFiles } from '@/lib/files/batch-files';
import { listHistory } from '@/lib/files/history';
import { presignFile } from '@/lib/files/presign-files';
import { emptyTrash } from '@/lib/files/trash';
import { verifyFile } from '@/lib/files/verify-file';
import { listVersions, presignVersion, restoreVersion } from '@/lib/files/versions';
import { zipManifest } from '@/lib/files/zip-manifest';
import { deletePendingObjects } from '@/lib/jobs/delete-objects';
import { prepareInstallation } from '@/lib/jobs/prepare-installation';
import { db, disconnect } from '@/lib/platform/db';
import { listObjects } from '@/lib/storage/list-objects';
import { accountOf, actorOf, createPerson } from '@/scripts/testing/people';
import { cancelUpload } from './cancel';
import { completeUpload, completeUploads } from './complete';
import { getUpload } from './list-uploads';
import { presignUpload } from './sign';
import { startUploads } from './start';
import { sweepUploads } from './sweep';

const mebibyte = 2 ** 20;
const text = (content: string) => Buffer.from(content);
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

beforeAll(async () => {
  await prepareInstallation();
});
afterAll(disconnect);

const newActor = async (quotaBytes: bigint | null = null) =>
  actorOf(await createPerson({ quotaBytes, passwordHash: null }));

type Single = Extract<CreatedUpload, { method: 'put' | 'post' }>;

async function startOne(
  actor: UserActor,
  file: object,
  options: Partial<CreateUploads> = {},
): Promise<CreatedUpload> {
  const { uploads } = await startUploads(actor, { files: [file], onConflict: 'keep-both', ...options });
  const [upload] = uploads;
  if (!upload) throw new Error('no answer');
  return upload;
}

function single(upload: CreatedUpload): Single {
  if (upload.outcome !== 'upload' || upload.method === 'multipart')
    throw new Error(`expected one PUT, got ${JSON.stringify(upload)}`);
  return upload;
}

async function send(presign: Presign, bytes: Buffer): Promise<Response> {
  if (presign.fields) {
    const form = new FormData();
    for (const [name, value] of Object.entries(presign.fields)) form.append(name, value);
    form.append('file', new Blob([new Uint8Array(bytes)]));
    return fetch(presign.url, { method: 'POST', body: form });
  }
  return fetch(presign.url, {
    method: presign.method,
    headers: presign.headers,
    body: new Uint8Array(bytes),
  });
}

async function upload(
  actor: UserActor,
  name: string,
  bytes: Buffer,
  options: Partial<CreateUploads> = {},
  file: object = {},
) {
  const started = single(await startOne(actor, { name, size: bytes.length, type: '', ...file }, options));
  expect((await send(started.presign, bytes)).ok).toBe(true);
  const done = await completeUpload(actor, started.id, []);
  if (!('file' in done)) throw new Error('still verifying');
  return { ...done.file, uploadId: started.id };
}

async function storedKeys(): Promise<string[]> {
  const keys: string[] = [];
  for await (const page of listObjects()) keys.push(...page.map(({ key }) => key));
  return keys.filter((key) => !key.includes('.sluice-installation'));
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'none',
    (error: { code?: string }) => error.code ?? String(error),
  );
}

describe('one file', () => {
  it('comes back byte for byte under its own name', async () => {
    const actor = await newActor();
    const file = await upload(actor, '写真 ‮ naïve.png', png);
    const { url } = await presignFile(actor, file.id, { disposition: 'attachment' });
    const answer = await fetch(url);
    expect(Buffer.from(await answer.arrayBuffer()).equals(png)).toBe(true);
    expect(answer.headers.get('content-type')).toBe('image/png');
    expect(answer.headers.get('content-disposition')).toContain("filename*=UTF-8''%E5%86%99%E7%9C%9F");
    expect(await accountOf(actor)).toEqual({ usedBytes: png.length, reservedBytes: 0 });
    const md5 = createHash('md5').update(png).digest('base64');
    expect(file.checksums).toContainEqual({ kind: 'md5', value: md5, provenBy: 'bucket' });
  });

  it('may be empty', async () => {
    const actor = await newActor();
    expect((await upload(actor, 'empty.txt', Buffer.alloc(0))).size).toBe(0);
  });

  it('is one file, one charge and one audit row when completed 50 times at once', async () => {
    const actor = await newActor();
    const started = single(await startOne(actor, { name: 'race.txt', size: 4, type: 'text/plain' }));
    await send(started.presign, text('race'));
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => completeUpload(actor, started.id, [])),
    );
    const ids = new Set(answers.map((answer) => ('file' in answer ? answer.file.id : 'verifying')));
    expect(ids.size).toBe(1);
    expect(await db().file.count({ where: { ownerId: actor.userId } })).toBe(1);
    expect(await db().auditEvent.count({ where: { actorId: actor.userId, action: 'file.uploaded' } })).toBe(
      1,
    );
    expect(await accountOf(actor)).toEqual({ usedBytes: 4, reservedBytes: 0 });
  });

  it('is not complete before its bytes are there, and can still be', async () => {
    const actor = await newActor();
    const started = single(await startOne(actor, { name: 'late.txt', size: 4, type: 'text/plain' }));
    expect(await codeOf(completeUpload(actor, started.id, []))).toBe('upload_incomplete');
    await send(started.presign, text('late'));
    expect('file' in (await completeUpload(actor, started.id, []))).toBe(true);
  });

  it('cannot be reached by another person at any step', async () => {
    const actor = await newActor();
    const other = await newActor();
    const started = single(await startOne(actor, { name: 'mine.txt', size: 4, type: 'text/plain' }));
    expect(await codeOf(completeUpload(other, started.id, []))).toBe('not_found');
    expect(await codeOf(presignUpload(other, started.id, {}))).toBe('not_found');
    expect(await codeOf(cancelUpload(other, started.id))).toBe('not_found');
    expect(await codeOf(getUpload(other, started.id))).toBe('not_found');
    const file = await upload(actor, 'own.txt', text('own'));
    expect(await codeOf(presignFile(other, file.id, { disposition: 'attachment' }))).toBe('not_found');
    const { items } = await batchFiles(other, { action: 'trash', ids: [file.id] });
    expect(items[0]).toMatchObject({ error: { code: 'not_found' } });
  });
});

describe('what is refused', () => {
  it('is a page that calls itself a picture: nothing of it remains', async () => {
    const actor = await newActor();
    const bytes = text('<!doctype html><script>alert(1)</script>');
    const started = single(
      await startOne(actor, { name: 'photo.png', size: bytes.length, type: 'image/png' }),
    );
    await send(started.presign, bytes);
    expect(await codeOf(completeUpload(actor, started.id, []))).toBe('verification_failed');
    expect(await codeOf(completeUpload(actor, started.id, []))).toBe('verification_failed');
    expect(await accountOf(actor)).toEqual({ usedBytes: 0, reservedBytes: 0 });
    expect((await getUpload(actor, started.id)).reason).toBe('type_mismatch');
    await deletePendingObjects();
    expect((await storedKeys()).filter((key) => key === started.presign.key)).toEqual([]);
  });

  it('is what the quota has no room for, in order, and no more', async () => {
    const actor = await newActor(10n);
    const files = [6, 6, 4, 1].map((size, index) => ({
      name: `${index}.txt`,
      size,
      type: 'text/plain',
      clientId: String(index),
    }));
    const { uploads } = await startUploads(actor, { files, onConflict: 'keep-both' });
    expect(uploads.map((item) => (item.outcome === 'error' ? item.error.code : item.outcome))).toEqual([
      'upload',
      'quota_exceeded',
      'upload',
      'quota_exceeded',
    ]);
    expect((await accountOf(actor)).reservedBytes).toBe(10);
  });

  it('is never admitted beyond the quota when twenty batches race', async () => {
    const actor = await newActor(100n);
    const files = [{ name: 'a.txt', size: 30, type: 'text/plain' }];
    await Promise.all(
      Array.from({ length: 20 }, () => startUploads(actor, { files, onConflict: 'keep-both' })),
    );
    expect((await accountOf(actor)).reservedBytes).toBe(90);
  });

  it('are bad names, one by one, with every good one admitted', async () => {
    const actor = await newActor();
    const names = ['..', 'a/b', 'line\nbreak', 'x'.repeat(256), '', 'fine.txt'];
    const { uploads } = await startUploads(actor, {
      files: names.map((name) => ({ name, size: 1, type: '' })),
      onConflict: 'keep-both',
    });
    expect(uploads.map((item) => item.outcome)).toEqual([
      'error',
      'error',
      'error',
      'error',
      'error',
      'upload',
    ]);
  });
});

describe('an upload that nobody finishes', () => {
  it('becomes a file by the sweep when its bytes are there', async () => {
    const actor = await newActor();
    const started = single(await startOne(actor, { name: 'orphan.txt', size: 6, type: 'text/plain' }));
    await send(started.presign, text('orphan'));
    await db().upload.update({ where: { id: started.id }, data: { checkAt: new Date(0) } });
    await Promise.all([sweepUploads(), sweepUploads(), sweepUploads()]);
    expect(await db().file.count({ where: { ownerId: actor.userId, name: 'orphan.txt' } })).toBe(1);
    expect(await accountOf(actor)).toEqual({ usedBytes: 6, reservedBytes: 0 });
  });

  it('gives its reservation back at the end of its life', async () => {
    const actor = await newActor();
    const started = single(await startOne(actor, { name: 'never.txt', size: 6, type: 'text/plain' }));
    await db().upload.update({
      where: { id: started.id },
      data: { checkAt: new Date(0), expiresAt: new Date(0) },
    });
    await sweepUploads();
    expect((await getUpload(actor, started.id)).state).toBe('expired');
    expect(await accountOf(actor)).toEqual({ usedBytes: 0, reservedBytes: 0 });
  });

  it('becomes a file even when its bytes came after its end', async () => {
    const actor = await newActor();
    const started = single(await startOne(actor, { name: 'slow.txt', size: 4, type: 'text/plain' }));
    await db().upload.update({
      where: { id: started.id },
      data: { checkAt: new Date(0), expiresAt: new Date(0) },
    });
    await sweepUploads();
    await send(started.presign, text('slow'));
    await db().upload.update({ where: { id: started.id }, data: { checkAt: new Date(0) } });
    await sweepUploads();
    expect((await getUpload(actor, started.id)).state).toBe('ready');
    expect(await accountOf(actor)).toEqual({ usedBytes: 4, reservedBytes: 0 });
  });

  it('leaves nothing when it was cancelled before a slow PUT ended', async () => {
    const actor = await newActor();
    const started = single(await startOne(actor, { name: 'gone.txt', size: 4, type: 'text/plain' }));
    await cancelUpload(actor, started.id);
    await cancelUpload(actor, started.id);
    await deletePendingObjects();
    await send(started.presign, text('gone'));
    await db().upload.update({ where: { id: started.id }, data: { checkAt: new Date(0) } });
    await sweepUploads();
    await deletePendingObjects();
    expect((await storedKeys()).filter((key) => key === started.presign.key)).toEqual([]);
    expect(await accountOf(actor)).toEqual({ usedBytes: 0, reservedBytes: 0 });
  });
});

describe('a large file', () => {
  const size = 17 * mebibyte;

  async function startLarge(actor: UserActor) {
    const started = await startOne(actor, { name: 'large.bin', size, type: '' });
    if (started.outcome !== 'upload' || started.method !== 'multipart') throw new Error('expected parts');
    return started;
  }

  async function sendParts(actor: UserActor, id: string, numbers: number[], bytes: Buffer, partSize: number) {
    const signed = await presignUpload(actor, id, { partNumbers: numbers });
    if (!('parts' in signed)) throw new Error('expected part URLs');
    for (const part of signed.parts) {
      const body = bytes.subarray((part.partNumber - 1) * partSize, part.partNumber * partSize);
      const answer = await fetch(part.url, {
        method: 'PUT',
        headers: part.headers,
        body: new Uint8Array(body),
      });
      expect(answer.status).toBe(200);
    }
  }

  it('travels in parts, tells which are missing, and completes once for callers that race', async () => {
    const actor = await newActor();
    const bytes = randomBytes(size);
    const { id, partSize, partCount } = await startLarge(actor);
    expect(partCount).toBe(3);
    await sendParts(actor, id, [3, 1], bytes, partSize);
    expect((await getUpload(actor, id)).parts?.map(({ partNumber }) => partNumber)).toEqual([1, 3]);
    const early = await completeUpload(actor, id, []).catch(
      (error: { code: string; errors: unknown[] }) => error,
    );
    expect(early).toMatchObject({ code: 'upload_incomplete', errors: [{ path: 'parts.2' }] });
    await sendParts(actor, id, [2], bytes, partSize);
    const answers = await Promise.all(Array.from({ length: 10 }, () => completeUpload(actor, id, [])));
    expect(new Set(answers.map((answer) => ('file' in answer ? answer.file.id : '')))).toHaveProperty(
      'size',
      1,
    );
    expect(await accountOf(actor)).toEqual({ usedBytes: size, reservedBytes: 0 });
  });

  it('does not complete with a part that arrived damaged, and does once it was sent again', async () => {
    const actor = await newActor();
    const bytes = randomBytes(size);
    const { id, partSize } = await startLarge(actor);
    const damaged = Buffer.from(bytes);
    damaged[9 * mebibyte] = (damaged[9 * mebibyte] ?? 0) ^ 1;
    await sendParts(actor, id, [1, 2, 3], damaged, partSize);
    const parts = [1, 2, 3].map((partNumber) => ({
      partNumber,
      md5: createHash('md5')
        .update(bytes.subarray((partNumber - 1) * partSize, partNumber * partSize))
        .digest('base64'),
    }));
    const failed = await completeUpload(actor, id, parts).catch(
      (error: { code: string; errors: unknown[] }) => error,
    );
    expect(failed).toMatchObject({ code: 'verification_failed', errors: [{ path: 'parts.2' }] });
    await sendParts(actor, id, [2], bytes, partSize);
    const sha256 = createHash('sha256').update(bytes).digest('base64');
    const done = await completeUpload(actor, id, parts, { sha256 });
    expect('file' in done && done.file.checksums).toContainEqual({
      kind: 'sha256',
      value: sha256,
      provenBy: 'client',
    });
  });

  it('is finished by the sweep when all its parts are there, and given up when they are not', async () => {
    const actor = await newActor();
    const bytes = randomBytes(size);
    const whole = await startLarge(actor);
    const part = await startLarge(actor);
    await sendParts(actor, whole.id, [1, 2, 3], bytes, whole.partSize);
    await sendParts(actor, part.id, [1], bytes, part.partSize);
    const past = { checkAt: new Date(0), expiresAt: new Date(0) };
    await db().upload.updateMany({ where: { id: { in: [whole.id, part.id] } }, data: past });
    await sweepUploads();
    expect((await getUpload(actor, whole.id)).state).toBe('ready');
    expect((await getUpload(actor, part.id)).state).toBe('expired');
    expect(await accountOf(actor)).toEqual({ usedBytes: size, reservedBytes: 0 });
  });
});

describe('a name that is there already', () => {
  it('is counted up, asked about, skipped or given a new version', async () => {
    const actor = await newActor();
    const first = await upload(actor, 'note.txt', text('one'));
    expect((await upload(actor, 'note.txt', text('two'))).name).toBe('note (2).txt');
    expect(
      await startOne(actor, { name: 'note.txt', size: 3, type: '' }, { onConflict: 'ask' }),
    ).toMatchObject({ outcome: 'conflict', file: { id: first.id } });
    expect(
      await startOne(actor, { name: 'note.txt', size: 3, type: '' }, { onConflict: 'skip' }),
    ).toMatchObject({ outcome: 'skipped' });
    const replaced = await upload(actor, 'note.txt', text('three'), { onConflict: 'replace' });
    expect(replaced).toMatchObject({ id: first.id, versionCount: 2, size: 5 });
    expect((await accountOf(actor)).usedBytes).toBe(3 + 3 + 5);
  });

  it('keeps the tree of a dropped folder, made once however many files name it', async () => {
    const actor = await newActor();
    const files = ['a/b', 'a/b', 'a/c'].map((path, index) => ({
      name: `${index}.txt`,
      size: 1,
      type: '',
      path,
    }));
    const [one, two] = await Promise.all([
      startUploads(actor, { files, onConflict: 'keep-both' }),
      startUploads(actor, { files, onConflict: 'keep-both' }),
    ]);
    expect([...one.uploads, ...two.uploads].every(({ outcome }) => outcome === 'upload')).toBe(true);
    expect(await db().folder.count({ where: { ownerId: actor.userId } })).toBe(3);
  });
});

describe('versions', () => {
  it('can be listed, downloaded and brought back, and each content is still there', async () => {
    const actor = await newActor();
    const { id } = await upload(actor, 'v.txt', text('first'));
    await upload(actor, 'v.txt', text('second'), { onConflict: 'replace' });
    expect((await listVersions(actor, id)).items.map(({ number, current }) => [number, current])).toEqual([
      [2, true],
      [1, false],
    ]);
    const { url } = await presignVersion(actor, { id, number: 1, disposition: 'attachment' });
    expect(await (await fetch(url)).text()).toBe('first');
    expect(await restoreVersion(actor, { id, number: 1 })).toMatchObject({ id, size: 5, versionCount: 2 });
    const now = await presignFile(actor, id, { disposition: 'attachment' });
    expect(await (await fetch(now.url)).text()).toBe('first');
    expect(await verifyFile(actor, id)).toMatchObject({ intact: true });
    expect((await listHistory(actor, { id, limit: 10 })).items.map(({ action }) => action)).toEqual([
      'file.version_restored',
      'file.replaced',
      'file.uploaded',
    ]);
    expect(await accountOf(actor)).toEqual({ usedBytes: 11, reservedBytes: 0 });
  });
});

describe('an archive', () => {
  it('names every file of a choice and of its folders once', async () => {
    const actor = await newActor();
    const loose = await upload(actor, 'a.txt', text('1'));
    await upload(actor, 'a.txt', text('2'), {}, { path: 'deep/er' });
    const folder = await db().folder.findFirstOrThrow({ where: { ownerId: actor.userId, name: 'deep' } });
    const manifest = await zipManifest(actor, { ids: [loose.id], folderIds: [folder.id] });
    expect(manifest.entries.map(({ path }) => path).sort()).toEqual(['a.txt', 'deep/er/a.txt']);
    expect(manifest.totalBytes).toBe(2);
    expect(await codeOf(zipManifest(await newActor(), { ids: [loose.id], folderIds: [folder.id] }))).toBe(
      'not_found',
    );
  });
});

describe('a token', () => {
  it('signs uploads for no longer than it may', async () => {
    const actor = await newActor();
    const limits = { id: actor.userId, scopes: [], maxFileBytes: null, urlSeconds: 60, perMinute: null };
    const narrow: UserActor = { ...actor, token: limits };
    const { presign } = single(await startOne(narrow, { name: 'a.txt', size: 1, type: '' }));
    expect(presign.expiresIn).toBe(60);
    const large = await startOne(narrow, { name: 'a.bin', size: 17 * mebibyte, type: '' });
    if (large.outcome !== 'upload') throw new Error('expected an upload');
    expect(await presignUpload(narrow, large.id, { partNumbers: [1] })).toMatchObject({ expiresIn: 60 });
    expect(await presignUpload(actor, large.id, { partNumbers: [1] })).toMatchObject({ expiresIn: 900 });
  });
});

describe('many files', () => {
  it('start with one call and complete with another; one bad item spoils none', async () => {
    const actor = await newActor();
    const files = Array.from({ length: 60 }, (_file, index) => ({ name: `${index}.txt`, size: 5, type: '' }));
    const { uploads } = await startUploads(actor, { files, onConflict: 'keep-both' });
    const all = uploads.map(single);
    await Promise.all(all.slice(0, 59).map(({ presign }) => send(presign, text('12345'))));
    const { items } = await completeUploads(
      actor,
      all.map(({ id }) => id),
    );
    expect(items.filter((item) => 'file' in item)).toHaveLength(59);
    expect(items[59]).toMatchObject({ error: { code: 'upload_incomplete' } });
  });
});

describe('deleting for good', () => {
  it('frees the quota and removes object and versions, but only from the trash', async () => {
    const actor = await newActor();
    const file = await upload(actor, 'x.txt', text('first'));
    await upload(actor, 'x.txt', text('second'), { onConflict: 'replace' });
    expect((await batchFiles(actor, { action: 'delete', ids: [file.id] })).items[0]).toMatchObject({
      error: { code: 'not_found' },
    });
    await batchFiles(actor, { action: 'trash', ids: [file.id] });
    expect(await emptyTrash(actor)).toEqual({ deleted: 1, freedBytes: 11 });
    await deletePendingObjects();
    expect(await accountOf(actor)).toEqual({ usedBytes: 0, reservedBytes: 0 });
    expect(await db().objectDeletion.count({ where: { reason: 'trash emptied' } })).toBe(0);
  });
});
