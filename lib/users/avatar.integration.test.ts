import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { db } from '@/lib/platform/db';
import { migrateQueue } from '@/lib/platform/queue';
import { createBucket } from '@/lib/storage/bucket';
import { findObject } from '@/lib/storage/head-object';
import { actorOf, createPerson } from '@/scripts/testing/people';
import { completeAvatar, createAvatar, deleteAvatar } from './avatar';
import { getMe } from './me';

beforeAll(async () => {
  await migrateQueue();
  await createBucket();
});

const photo = (side = 400) =>
  sharp({ create: { width: side, height: side * 2, channels: 3, background: '#2a6f97' } })
    .jpeg()
    .withExif({ IFD0: { Copyright: 'somebody' } })
    .toBuffer();

async function upload(actor: ReturnType<typeof actorOf>, bytes: Buffer, type: 'image/jpeg' | 'image/png') {
  const { id, presign } = await createAvatar(actor, { size: bytes.length, type });
  const { url, method, headers } = presign;
  const answer = await fetch(url, { method, headers, body: new Uint8Array(bytes) });
  expect(answer.status).toBe(200);
  return id;
}

describe('a profile photo', () => {
  it('is uploaded by a signed URL, drawn anew and shown by one that stays the same', async () => {
    const actor = actorOf(await createPerson());
    const { avatarUrl } = await completeAvatar(actor, await upload(actor, await photo(), 'image/jpeg'));
    const shown = await fetch(avatarUrl);
    expect(shown.headers.get('content-type')).toBe('image/webp');
    expect(shown.headers.get('cache-control')).toBe('private, max-age=3600');
    const picture = await sharp(Buffer.from(await shown.arrayBuffer())).metadata();
    expect(picture).toMatchObject({ format: 'webp', width: 256, height: 256 });
    expect(picture.exif).toBeUndefined();
    expect((await getMe(actor)).user.avatarUrl).toBe(avatarUrl);
  });

  it('takes the place of the one before, whose object goes to the outbox, and can be removed', async () => {
    const person = await createPerson();
    const actor = actorOf(person);
    const keyOf = async () => (await db().user.findUniqueOrThrow({ where: { id: person.id } })).avatarKey;
    await completeAvatar(actor, await upload(actor, await photo(), 'image/jpeg'));
    const first = await keyOf();
    await completeAvatar(actor, await upload(actor, await photo(300), 'image/jpeg'));
    const second = await keyOf();
    await deleteAvatar(actor);
    await deleteAvatar(actor);
    expect((await getMe(actor)).user.avatarUrl).toBeNull();
    const gone = await db().objectDeletion.findMany({
      where: { objectKey: { in: [first ?? '', second ?? ''] } },
    });
    expect(gone.map(({ reason }) => reason)).toEqual(['photo replaced', 'photo replaced']);
  });

  it('leaves every object it wrote either shown or in the outbox', async () => {
    const actor = actorOf(await createPerson());
    const id = await upload(actor, await photo(), 'image/jpeg');
    const staged = await db().objectDeletion.findUniqueOrThrow({ where: { id } });
    expect(await findObject(staged.objectKey)).not.toBeNull();
    const results = await Promise.all(Array.from({ length: 3 }, () => completeAvatar(actor, id)));
    expect(results).toHaveLength(3);
    const { avatarKey } = await db().user.findUniqueOrThrow({ where: { id: actor.userId } });
    const outbox = await db().objectDeletion.findMany({ where: { objectKey: { contains: actor.userId } } });
    expect(outbox.map(({ objectKey }) => objectKey)).not.toContain(avatarKey);
    expect(outbox).toHaveLength(2);
    expect(await db().objectDeletion.count({ where: { id } })).toBe(1);
  });

  it.each([
    ['a page', Buffer.from('<!doctype html><script>alert(1)</script>')],
    ['a picture cut short', null],
    ['a drawing with scripts', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')],
  ])('is never %s', async (_, given) => {
    const bytes = given ?? (await photo()).subarray(0, 900);
    const actor = actorOf(await createPerson());
    const id = await upload(actor, bytes, 'image/png');
    await expect(completeAvatar(actor, id)).rejects.toMatchObject({ code: 'verification_failed' });
    expect((await getMe(actor)).user.avatarUrl).toBeNull();
  });

  it('has as many bytes as were announced', async () => {
    const actor = actorOf(await createPerson());
    const bytes = await photo();
    const { presign } = await createAvatar(actor, { size: bytes.length - 1, type: 'image/jpeg' });
    const answer = await fetch(presign.url, {
      method: 'PUT',
      headers: presign.headers,
      body: new Uint8Array(bytes),
    });
    expect(answer.status).toBe(403);
  });

  it('can be completed by its owner only, and only once it has arrived', async () => {
    const [ada, bob] = [actorOf(await createPerson()), actorOf(await createPerson())];
    const id = await upload(ada, await photo(), 'image/jpeg');
    await expect(completeAvatar(bob, id)).rejects.toMatchObject({ code: 'not_found' });
    const { id: empty } = await createAvatar(ada, { size: 10, type: 'image/png' });
    await expect(completeAvatar(ada, empty)).rejects.toMatchObject({ code: 'upload_incomplete' });
  });
});
