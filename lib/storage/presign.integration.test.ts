import { createHash, randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { isStorageError } from './errors';
import { readRange } from './get-object';
import { findObject, headObject } from './head-object';
import { fileKey, stagingKey } from './keys';
import { abortMultipart, completeMultipart, createMultipart, listParts } from './multipart';
import { createPresigner, type Presigned, type Presigner } from './presign';
import { putObject } from './put-object';
import { makeTestBucket, type TestBucket } from './testing/test-bucket';

let bucket: TestBucket;
let presigner: Presigner;
beforeAll(async () => {
  bucket = await makeTestBucket();
  presigner = await createPresigner(bucket.on);
});

const body = Buffer.from('bytes of a picture, more or less');
const digest = (algorithm: string) => createHash(algorithm).update(body).digest('base64');
const newFileKey = () => fileKey(randomUUID(), bucket.on.config.prefix);

function putRequest(key = newFileKey()) {
  return { key, sizeBytes: body.length, contentType: 'image/png', createOnly: true, expiresInSeconds: 900 };
}

/** Sends what the presign says, with changes; undefined removes a header. */
function send(
  signed: Presigned,
  bytes: Buffer,
  changes: Record<string, string | undefined> = {},
): Promise<Response> {
  const merged = Object.entries({ ...signed.headers, ...changes });
  const headers = Object.fromEntries(
    merged.filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
  return fetch(signed.url, { method: signed.method, headers, body: new Uint8Array(bytes) });
}

describe('a presigned PUT', () => {
  test('stores exactly the bytes, under the signed type', async () => {
    const request = putRequest();
    const answer = await send(presigner.put(request), body);
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
      send(signed, body, { 'content-type': 'text/html' }),
      send(signed, body, { 'content-type': undefined }),
      send(signed, Buffer.concat([body, body])),
      send(signed, body.subarray(1)),
      send(elsewhere, body),
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
      return send({ ...signed, url: other.href }, body);
    });
    const added = send({ ...signed, url: `${signed.url}&response-content-type=text%2Fhtml` }, body);
    const answers = await Promise.all([
      send(signed, body, { 'if-none-match': undefined }),
      added,
      ...tampered,
    ]);
    for (const answer of answers) expect([400, 403]).toContain(answer.status);
    expect(await findObject(request.key, bucket.on)).toBeNull();
  });

  test('creates once: the second PUT is answered 412 and the first bytes stay', async () => {
    const request = putRequest();
    const signed = presigner.put(request);
    expect((await send(signed, body)).status).toBe(200);
    expect((await send(signed, Buffer.from(body).reverse())).status).toBe(412);
    expect((await readRange(request.key, 0, 99, bucket.on)).bytes).toEqual(body);
  });

  test('to a staging key may be repeated', async () => {
    const key = stagingKey(randomUUID(), bucket.on.config.prefix);
    const signed = presigner.put({ ...putRequest(key), createOnly: false });
    expect((await send(signed, body)).status).toBe(200);
    expect((await send(signed, body)).status).toBe(200);
  });

  test('refuses an added ACL, and another ACL than the signed one', async () => {
    const plain = presigner.put(putRequest());
    const locked = presigner.put({ ...putRequest(), lockAcl: true });
    expect(locked.headers['x-amz-acl']).toBe('private');
    expect((await send(plain, body, { 'x-amz-acl': 'public-read' })).status).toBe(403);
    expect((await send(locked, body, { 'x-amz-acl': 'public-read' })).status).toBe(403);
    expect((await send(locked, body, { 'x-amz-acl': undefined })).status).toBe(403);
  });

  test('with digests stores only the bytes they were made of', async () => {
    const right = { md5: digest('md5'), sha256: digest('sha256') };
    const other = Buffer.from(body).reverse();
    for (const checksums of [{ md5: right.md5 }, { sha256: right.sha256 }, right]) {
      const request = { ...putRequest(), checksums };
      const signed = presigner.put(request);
      expect((await send(signed, other)).status).toBe(400);
      expect(await findObject(request.key, bucket.on)).toBeNull();
      expect((await send(signed, body)).status).toBe(200);
    }
  });

  test('with a digest is refused when the digest header is another or missing', async () => {
    const signed = presigner.put({
      ...putRequest(),
      checksums: { md5: digest('md5'), sha256: digest('sha256') },
    });
    const wrong = createHash('sha256').update('x').digest('base64');
    const answers = await Promise.all([
      send(signed, body, { 'x-amz-checksum-sha256': wrong }),
      send(signed, body, { 'x-amz-checksum-sha256': undefined }),
      send(signed, body, { 'content-md5': undefined }),
    ]);
    expect(answers.map((answer) => answer.status)).toEqual([403, 403, 403]);
  });

  test('of nothing stores an empty object', async () => {
    const request = { ...putRequest(), sizeBytes: 0 };
    expect((await send(presigner.put(request), Buffer.alloc(0))).status).toBe(200);
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
      expect((await send(from.put(putRequest()), body)).status).toBe(403);
    }
    const elsewhere = await createPresigner(bucket.reopen({ bucket: 'no-such-bucket' }));
    expect((await send(elsewhere.put(putRequest()), body)).status).toBe(404);
  });
});

describe('a presigned part', () => {
  const MIB = 2 ** 20;
  const first = Buffer.alloc(5 * MIB, 1);
  const last = Buffer.alloc(3, 2);

  test('carries exactly its length and number, and parts become the object', async () => {
    const ref = await createMultipart({ key: newFileKey(), contentType: 'video/mp4' }, bucket.on);
    const sign = (partNumber: number, bytes: Buffer) =>
      presigner.part({ ...ref, partNumber, sizeBytes: bytes.length, expiresInSeconds: 900 });
    expect(sign(1, first).headers).toEqual({});
    expect((await send(sign(1, first), last)).status).toBe(403);
    const otherNumber = { ...sign(2, last), url: sign(2, last).url.replace('partNumber=2', 'partNumber=1') };
    expect((await send(otherNumber, last)).status).toBe(403);
    expect((await send(sign(1, first), first)).status).toBe(200);
    expect((await send(sign(2, last), last)).status).toBe(200);
    const parts = await listParts(ref, bucket.on);
    const md5 = (bytes: Buffer) => createHash('md5').update(bytes).digest('hex');
    expect(parts).toMatchObject([
      { partNumber: 1, sizeBytes: first.length, etag: md5(first) },
      { partNumber: 2, sizeBytes: last.length, etag: md5(last) },
    ]);
    const { etag } = await completeMultipart({ ...ref, parts }, bucket.on);
    expect(etag).toMatch(/^[0-9a-f]{32}-2$/);
    expect(await headObject(ref.key, bucket.on)).toMatchObject({
      sizeBytes: first.length + last.length,
      contentType: 'video/mp4',
    });
    await expect(listParts(ref, bucket.on)).rejects.toMatchObject({ kind: 'not_found' });
    // Like AWS: asked again, because the first answer was lost, it tells the same.
    expect(await completeMultipart({ ...ref, parts }, bucket.on)).toEqual({ etag });
  });

  test('with Content-MD5 takes only those bytes; after an abort it takes none', async () => {
    const ref = await createMultipart({ key: newFileKey(), contentType: 'video/mp4' }, bucket.on);
    const md5 = createHash('md5').update(last).digest('base64');
    const request = { ...ref, partNumber: 1, sizeBytes: last.length, md5, expiresInSeconds: 900 };
    expect((await send(presigner.part(request), Buffer.alloc(3, 9))).status).toBe(400);
    expect((await send(presigner.part(request), last)).status).toBe(200);
    await abortMultipart(ref, bucket.on);
    await abortMultipart(ref, bucket.on);
    expect((await send(presigner.part(request), last)).status).toBe(404);
  });

  test('lists more parts than a page holds', async () => {
    const ref = await createMultipart({ key: newFileKey(), contentType: 'video/mp4' }, bucket.on);
    const numbers = Array.from({ length: 1_003 }, (_, i) => i + 1);
    for (let at = 0; at < numbers.length; at += 50) {
      await Promise.all(
        numbers.slice(at, at + 50).map(async (partNumber) => {
          const signed = presigner.part({ ...ref, partNumber, sizeBytes: 3, expiresInSeconds: 900 });
          expect((await send(signed, last)).status).toBe(200);
        }),
      );
    }
    const parts = await listParts(ref, bucket.on);
    expect(parts.map((part) => part.partNumber)).toEqual(numbers);
    await abortMultipart(ref, bucket.on);
  });
});

describe('a presigned GET', () => {
  async function stored(): Promise<string> {
    const key = newFileKey();
    await putObject({ key, body, contentType: 'text/html' }, bucket.on);
    return key;
  }
  const what = { fileName: 'Übersicht "1".pdf', contentType: 'application/pdf', expiresInSeconds: 60 };

  test('answers with type, name and caching of our own record', async () => {
    const signed = presigner.get({ ...what, key: await stored(), disposition: 'attachment' });
    const answer = await fetch(signed.url);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('application/pdf');
    expect(answer.headers.get('cache-control')).toBe('private, no-store');
    expect(answer.headers.get('content-disposition')).toBe(
      `attachment; filename="Ubersicht _1_.pdf"; filename*=UTF-8''%C3%9Cbersicht%20%221%22.pdf`,
    );
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(body);
  });

  test('gives ranges', async () => {
    const signed = presigner.get({ ...what, key: await stored(), disposition: 'inline' });
    const answer = await fetch(signed.url, { headers: { range: 'bytes=6-7' } });
    expect([answer.status, await answer.text()]).toEqual([206, 'of']);
  });

  test('cannot be turned inline, retyped, prolonged, moved to another key or used to write', async () => {
    const key = await stored();
    const signed = presigner.get({ ...what, key, disposition: 'attachment' });
    const answers = await Promise.all([
      fetch(signed.url.replace('attachment', 'inline')),
      fetch(signed.url.replace('application%2Fpdf', 'text%2Fhtml')),
      fetch(signed.url.replace('X-Amz-Expires=60', 'X-Amz-Expires=600')),
      fetch(signed.url.replace(key, await stored())),
      fetch(signed.url, { method: 'PUT', body: 'x' }),
      fetch(signed.url, { method: 'DELETE' }),
      fetch(signed.url.replace(/\?.*/, '')),
    ]);
    expect(answers.map((answer) => answer.status)).toEqual(Array(7).fill(403));
  });

  test('of a key that is not there is 404', async () => {
    const signed = presigner.get({ ...what, key: newFileKey(), disposition: 'inline' });
    expect((await fetch(signed.url)).status).toBe(404);
  });

  test('is the same for a whole window when stable, ends within two, and works', async () => {
    const key = await stored();
    const windowSeconds = 600;
    const at = async (ms: number) => {
      const from = await createPresigner({ ...bucket.on, now: () => ms });
      return from.get({ ...what, key, disposition: 'inline', stable: { windowSeconds } });
    };
    const start = Date.now() - 3 * windowSeconds * 1000;
    const times = Array.from({ length: 4 * windowSeconds }, (_, i) => start + i * 1000);
    const signed = await Promise.all(times.map(at));
    const runs = signed.reduce<number[]>((lengths, { url }, i) => {
      if (url === signed[i - 1]?.url) lengths[lengths.length - 1]! += 1;
      else lengths.push(1);
      return lengths;
    }, []);
    expect(runs.slice(1, -1)).toEqual(Array(runs.length - 2).fill(windowSeconds));
    signed.forEach(({ expiresInSeconds, expiresAt }, i) => {
      expect(expiresInSeconds).toBeGreaterThan(windowSeconds - 1);
      expect(expiresInSeconds).toBeLessThanOrEqual(2 * windowSeconds);
      expect(expiresAt.getTime()).toBe(
        times[i]! + expiresInSeconds * 1000 + ((expiresAt.getTime() - times[i]!) % 1000),
      );
    });
    expect((await fetch((await at(Date.now())).url)).status).toBe(200);
  });

  test('two keys do not change in the same second, and a window over an hour is refused', async () => {
    const now = () => 1_800_000_000_000;
    const from = await createPresigner({ ...bucket.on, now });
    const dates = Array.from({ length: 8 }, (_, i) => {
      const key = fileKey(`k${i}`, bucket.on.config.prefix);
      const { url } = from.get({ ...what, key, disposition: 'inline', stable: { windowSeconds: 3_600 } });
      return new URL(url).searchParams.get('X-Amz-Date');
    });
    expect(new Set(dates).size).toBeGreaterThan(4);
    const request = { ...what, key: newFileKey(), disposition: 'inline' as const };
    expect(() => from.get({ ...request, stable: { windowSeconds: 3_601 } })).toThrow(RangeError);
  });
});

describe('any signed URL', () => {
  test('ends no later than the credentials that signed it', async () => {
    const expiration = new Date(Date.now() + 120_000);
    const from = await createPresigner(
      bucket.reopen({}, { accessKeyId: 'A', secretAccessKey: 'B', sessionToken: 'C', expiration }),
    );
    const key = newFileKey();
    const all = [
      from.put({ ...putRequest(), expiresInSeconds: 900 }),
      from.part({ key, multipartId: 'm', partNumber: 1, sizeBytes: 1, expiresInSeconds: 900 }),
      from.get({ key, fileName: 'x', contentType: 'x/y', disposition: 'inline', expiresInSeconds: 900 }),
      from.get({
        key,
        fileName: 'x',
        contentType: 'x/y',
        disposition: 'inline',
        expiresInSeconds: 0,
        stable: { windowSeconds: 3_600 },
      }),
      from.postForm({ key, sizeBytes: 1, contentType: 'x/y', expiresInSeconds: 900 }),
    ];
    for (const signed of all) {
      expect(signed.expiresAt.getTime()).toBeLessThanOrEqual(expiration.getTime());
      expect(signed.expiresInSeconds).toBeLessThanOrEqual(120);
      expect(signed.expiresInSeconds).toBeGreaterThan(115);
    }
    expect(new URL(all[0]!.url).searchParams.get('X-Amz-Security-Token')).toBe('C');
  });

  test('is not made with credentials that have ended', async () => {
    const credentials = { accessKeyId: 'A', secretAccessKey: 'B', expiration: new Date(Date.now() - 1_000) };
    const on = { ...bucket.on, credentials: async () => credentials };
    const from = await createPresigner(on);
    expect(() => from.put(putRequest())).toThrow(expect.objectContaining({ kind: 'bad_credentials' }));
  });

  test('names the public endpoint, path style or not, with its base path', async () => {
    const name = bucket.on.config.bucket;
    const cases = [
      [{ publicEndpoint: 'https://files.example.org' }, `https://files.example.org/${name}/`],
      [{ publicEndpoint: 'https://example.org:8443/s3' }, `https://example.org:8443/s3/${name}/`],
      [
        { publicEndpoint: 'https://s3.example.org', forcePathStyle: false },
        `https://${name}.s3.example.org/`,
      ],
    ] as const;
    for (const [config, start] of cases) {
      const from = await createPresigner(bucket.reopen(config));
      expect(from.put(putRequest()).url.startsWith(`${start}sluice/test/files/`)).toBe(true);
      const form = from.postForm({
        key: newFileKey(),
        sizeBytes: 1,
        contentType: 'x/y',
        expiresInSeconds: 60,
      });
      expect(form.url).toBe(start);
    }
  });

  test('a failure of the bucket never carries one', async () => {
    const nowhere = bucket.reopen({ endpoint: 'http://127.0.0.1:1' });
    const failure = await headObject(newFileKey(), nowhere).catch((error: unknown) => error);
    expect(isStorageError(failure, 'unavailable')).toBe(true);
    expect(JSON.stringify(failure) + String(failure)).not.toMatch(/X-Amz|Signature/i);
  });
});
