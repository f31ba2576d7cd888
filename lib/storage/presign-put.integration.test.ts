import { createHash, randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Capabilities, probeCapabilities } from './capabilities';
import { readRange } from './get-object';
import { findObject, headObject } from './head-object';
import { fileKey, stagingKey } from './keys';
import { createPresigner, type Presigner } from './presign';
import { putSigned } from './testing/put-signed';
import { makeTestBucket, type TestBucket } from './testing/test-bucket';

let bucket: TestBucket;
let presigner: Presigner;
let capabilities: Capabilities;
beforeAll(async () => {
  bucket = await makeTestBucket();
  presigner = await createPresigner(bucket.on);
  capabilities = await probeCapabilities({}, bucket.on);
});

const newFileKey = () => fileKey(randomUUID(), bucket.on.config.prefix);
const body = Buffer.from('bytes of a picture, more or less');
const digest = (algorithm: string) => createHash(algorithm).update(body).digest('base64');

function putRequest(key = newFileKey()) {
  return { key, sizeBytes: body.length, contentType: 'image/png', createOnly: true, expiresInSeconds: 900 };
}

describe('a presigned PUT', () => {
  test('stores exactly the bytes, under the signed type', async () => {
    const request = putRequest();
    const answer = await putSigned(presigner.put(request), body);
    expect(answer.status).toBe(200);
    const head = await headObject(request.key, bucket.on);
    expect(head).toMatchObject({ sizeBytes: body.length, contentType: 'image/png' });
    expect(head.etag).toBe(createHash('md5').update(body).digest('hex'));
    expect((await readRange(request.key, 0, 4, bucket.on)).bytes.toString()).toBe('bytes');
  });

  test('does not hand out headers that a browser may not set', () => {
    expect(Object.keys(presigner.put(putRequest()).headers).sort()).toEqual([
      'content-type',
      'if-none-match',
    ]);
  });

  test('is refused with another type, no type, another length, another key, another method', async () => {
    const request = putRequest();
    const signed = presigner.put(request);
    const elsewhere = { ...signed, url: signed.url.replace(request.key, newFileKey()) };
    const answers = await Promise.all([
      putSigned(signed, body, { 'content-type': 'text/html' }),
      putSigned(signed, body, { 'content-type': undefined }),
      putSigned(signed, Buffer.concat([body, body])),
      putSigned(signed, body.subarray(1)),
      putSigned(elsewhere, body),
      fetch(signed.url, { method: 'POST', headers: signed.headers, body: new Uint8Array(body) }),
      fetch(signed.url, { headers: signed.headers }),
      fetch(signed.url, { method: 'DELETE', headers: signed.headers }),
    ]);
    expect(answers.map((answer) => answer.status)).toEqual(Array(8).fill(403));
    expect(await findObject(request.key, bucket.on)).toBeNull();
  });

  test('is refused without its create-only header or with any piece of its query changed', async () => {
    const request = putRequest();
    const signed = presigner.put(request);
    const url = new URL(signed.url);
    const tampered = [...url.searchParams.keys()].map((name) => {
      const other = new URL(url);
      other.searchParams.set(name, `${url.searchParams.get(name)}1`);
      return putSigned({ ...signed, url: other.href }, body);
    });
    const added = putSigned({ ...signed, url: `${signed.url}&response-content-type=text%2Fhtml` }, body);
    const answers = await Promise.all([
      putSigned(signed, body, { 'if-none-match': undefined }),
      added,
      ...tampered,
    ]);
    for (const answer of answers) expect([400, 403]).toContain(answer.status);
    expect(await findObject(request.key, bucket.on)).toBeNull();
  });

  test('creates once: the second PUT is answered 412 and the first bytes stay', async () => {
    const request = putRequest();
    const signed = presigner.put(request);
    expect((await putSigned(signed, body)).status).toBe(200);
    expect((await putSigned(signed, Buffer.from(body).reverse())).status).toBe(412);
    expect((await readRange(request.key, 0, 99, bucket.on)).bytes).toEqual(body);
  });

  test('to a staging key may be repeated', async () => {
    const key = stagingKey(randomUUID(), bucket.on.config.prefix);
    const signed = presigner.put({ ...putRequest(key), createOnly: false });
    expect((await putSigned(signed, body)).status).toBe(200);
    expect((await putSigned(signed, body)).status).toBe(200);
  });

  test('refuses another ACL than the signed one, and an added one where the engine is known to', async () => {
    const plain = presigner.put(putRequest());
    const locked = presigner.put({ ...putRequest(), lockAcl: true });
    expect(locked.headers['x-amz-acl']).toBe('private');
    const added = await putSigned(plain, body, { 'x-amz-acl': 'public-read' });
    expect(added.status === 403).toBe(capabilities.refusesAddedAcl);
    expect((await putSigned(locked, body, { 'x-amz-acl': 'public-read' })).status).toBe(403);
    expect((await putSigned(locked, body, { 'x-amz-acl': undefined })).status).toBe(403);
  });

  test('with digests stores only the bytes they were made of', async () => {
    const right = { md5: digest('md5'), sha256: digest('sha256') };
    const other = Buffer.from(body).reverse();
    const all = [
      { md5: right.md5 },
      right,
      ...(capabilities.checksums.sha256 ? [{ sha256: right.sha256 }] : []),
    ];
    for (const checksums of all) {
      const request = { ...putRequest(), checksums };
      const signed = presigner.put(request);
      expect((await putSigned(signed, other)).status).toBe(400);
      expect(await findObject(request.key, bucket.on)).toBeNull();
      expect((await putSigned(signed, body)).status).toBe(200);
    }
  });

  test('with a digest is refused when the digest header is another or missing', async () => {
    const signed = presigner.put({
      ...putRequest(),
      checksums: { md5: digest('md5'), sha256: digest('sha256') },
    });
    const wrong = createHash('sha256').update('x').digest('base64');
    const answers = await Promise.all([
      putSigned(signed, body, { 'x-amz-checksum-sha256': wrong }),
      putSigned(signed, body, { 'x-amz-checksum-sha256': undefined }),
      putSigned(signed, body, { 'content-md5': undefined }),
    ]);
    expect(answers.map((answer) => answer.status)).toEqual([403, 403, 403]);
  });

  test('of nothing stores an empty object', async () => {
    const request = { ...putRequest(), sizeBytes: 0 };
    expect((await putSigned(presigner.put(request), Buffer.alloc(0))).status).toBe(200);
    expect(await readRange(request.key, 0, 4_095, bucket.on)).toMatchObject({
      bytes: Buffer.alloc(0),
      sizeBytes: 0,
    });
  });

  test('from other credentials, another bucket or a past date is refused', async () => {
    const stranger = await createPresigner(bucket.reopen({}, bucket.wrongSecret));
    const unknown = await createPresigner(
      bucket.reopen({}, { accessKeyId: 'NOBODY', secretAccessKey: 'wrong' }),
    );
    const past = await createPresigner({ ...bucket.on, now: () => Date.now() - 901_000 });
    for (const from of [stranger, unknown, past]) {
      expect((await putSigned(from.put(putRequest()), body)).status).toBe(403);
    }
    const elsewhere = await createPresigner(bucket.reopen({ bucket: 'no-such-bucket' }));
    expect((await putSigned(elsewhere.put(putRequest()), body)).status).toBe(404);
  });
});
