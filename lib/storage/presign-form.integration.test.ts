import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { readRange } from './get-object';
import { findObject, headObject } from './head-object';
import { stagingKey } from './keys';
import { createPresigner, type Presigned, type Presigner } from './presign';
import { makeTestBucket, type TestBucket } from './testing/test-bucket';

let bucket: TestBucket;
let presigner: Presigner;
beforeAll(async () => {
  bucket = await makeTestBucket();
  presigner = await createPresigner(bucket.on);
});

const body = Buffer.from('bytes of a small picture');

function sign(changes: { sizeBytes?: number; expiresInSeconds?: number } = {}, from = presigner): Presigned {
  const key = stagingKey(randomUUID(), bucket.on.config.prefix);
  return from.postForm({
    key,
    sizeBytes: body.length,
    contentType: 'image/png',
    expiresInSeconds: 900,
    ...changes,
  });
}

/** Sends the form as a browser would; a change of undefined leaves the field out. */
function send(
  signed: Presigned,
  bytes: Buffer,
  changes: Record<string, string | undefined> = {},
): Promise<Response> {
  const form = new FormData();
  for (const [name, value] of Object.entries({ ...signed.fields, ...changes })) {
    if (value !== undefined) form.append(name, value);
  }
  form.append('file', new Blob([new Uint8Array(bytes)]), 'picture.png');
  return fetch(signed.url, { method: signed.method, body: form });
}

const keyOf = (signed: Presigned) => signed.fields?.key ?? '';

describe('a presigned form', () => {
  test('stores exactly the bytes, under the signed type', async () => {
    const signed = sign();
    expect((await send(signed, body)).ok).toBe(true);
    expect(await headObject(keyOf(signed), bucket.on)).toMatchObject({
      sizeBytes: body.length,
      contentType: 'image/png',
    });
    expect((await readRange(keyOf(signed), 0, 99, bucket.on)).bytes).toEqual(body);
  });

  test('needs no preflight: every header of it is one that a simple request may bear', () => {
    expect(sign().headers).toEqual({});
  });

  test('of nothing stores an empty object', async () => {
    const signed = sign({ sizeBytes: 0 });
    expect((await send(signed, Buffer.alloc(0))).ok).toBe(true);
    expect(await headObject(keyOf(signed), bucket.on)).toMatchObject({ sizeBytes: 0 });
  });

  test('is refused with a byte more or less, another key or type, or a field more', async () => {
    const cases: [Buffer, Record<string, string | undefined>][] = [
      [Buffer.concat([body, Buffer.from('x')]), {}],
      [body.subarray(1), {}],
      [body, { key: stagingKey(randomUUID(), bucket.on.config.prefix) }],
      [body, { 'Content-Type': 'text/html' }],
      [body, { 'Content-Type': undefined }],
      [body, { acl: 'public-read' }],
      [body, { 'Content-Disposition': 'inline' }],
      [body, { 'Cache-Control': 'max-age=1' }],
      [body, { 'x-amz-meta-a': 'b' }],
    ];
    for (const [bytes, changes] of cases) {
      const signed = sign();
      const { status } = await send(signed, bytes, changes);
      expect([400, 403], JSON.stringify(changes)).toContain(status);
      expect(await findObject(keyOf(signed), bucket.on)).toBeNull();
    }
  });

  test('is refused with a changed policy, signature, credential or date, or without one of them', async () => {
    const wider = (policy: string) => {
      const read = JSON.parse(Buffer.from(policy, 'base64').toString());
      read.conditions[0][2] = 10 ** 9;
      return Buffer.from(JSON.stringify(read)).toString('base64');
    };
    for (const name of ['Policy', 'X-Amz-Signature', 'X-Amz-Credential', 'X-Amz-Date', 'X-Amz-Algorithm']) {
      const signed = sign();
      const value = signed.fields?.[name] ?? '';
      const changed = name === 'Policy' ? wider(value) : `${value.slice(0, -1)}0`.replace(/^$/, 'x');
      for (const change of changed === value ? [undefined] : [changed, undefined]) {
        const { status } = await send(signed, body, { [name]: change });
        expect([400, 403], `${name} ${change}`).toContain(status);
      }
      expect(await findObject(keyOf(signed), bucket.on)).toBeNull();
    }
  });

  test('is refused in another bucket than the one it was signed for', async () => {
    const other = await makeTestBucket();
    const signed = sign();
    const url = signed.url.replace(bucket.on.config.bucket, other.on.config.bucket);
    expect((await send({ ...signed, url }, body)).status).toBe(403);
    expect(await findObject(keyOf(signed), other.on)).toBeNull();
  });

  test('is refused once it has ended', async () => {
    const past = await createPresigner({ ...bucket.on, now: () => Date.now() - 120_000 });
    const signed = sign({ expiresInSeconds: 60 }, past);
    expect((await send(signed, body)).status).toBe(403);
    expect(await findObject(keyOf(signed), bucket.on)).toBeNull();
  });
});
