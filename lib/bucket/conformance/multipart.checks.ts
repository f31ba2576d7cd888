import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  HeadObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import {
  area,
  type Bench,
  elements,
  expectAbsent,
  expectStatus,
  onBucket,
  onObject,
  put,
  read,
} from './check';
import { encodePath } from './client';

const mebibyte = 2 ** 20;
const five = 5 * mebibyte;
const filled = (size: number, text: string) => Buffer.alloc(size, text);
const md5 = (data: Buffer | string) => createHash('md5').update(data).digest();

/** An open upload and what is done with it. */
async function begin(bench: Bench, key = bench.key(), headers: Record<string, string> = {}) {
  const created = await onObject(bench, key, { method: 'POST', query: [['uploads', '']], headers });
  expectStatus(created, 200);
  const uploadId = elements(created.text, 'UploadId')[0] ?? '';
  const id: [string, string] = ['uploadId', uploadId];
  const part = (number: number | string, body: Buffer | string, extra: Record<string, string> = {}) =>
    onObject(bench, key, {
      method: 'PUT',
      query: [['partNumber', String(number)], id],
      body,
      headers: extra,
    });
  const complete = (parts: [number, string][], extra: Record<string, string> = {}) => {
    const list = parts
      .map(([n, etag]) => `<Part><PartNumber>${n}</PartNumber><ETag>${etag}</ETag></Part>`)
      .join('');
    const body = `<CompleteMultipartUpload>${list}</CompleteMultipartUpload>`;
    return onObject(bench, key, { method: 'POST', query: [id], body, headers: extra });
  };
  const abort = () => onObject(bench, key, { method: 'DELETE', query: [id] });
  const list = (query: [string, string][] = []) => onObject(bench, key, { query: [id, ...query] });
  return { uploadId, key, part, complete, abort, list };
}

/** Uploads a part and returns its ETag. */
async function etagOf(answer: ReturnType<Awaited<ReturnType<typeof begin>>['part']>): Promise<string> {
  const found = await answer;
  expectStatus(found, 200);
  return found.headers.etag ?? '';
}

export const multipartChecks = area('multipart', {
  'parts sent in any order become one object with S3 s ETag': async (bench) => {
    const upload = await begin(bench, bench.key(), { 'content-type': 'video/mp4', 'x-amz-meta-a': '1' });
    const bodies = [filled(five, 'a'), filled(five, 'b'), filled(10, 'c')];
    const etags = new Map<number, string>();
    for (const number of [3, 1, 2])
      etags.set(number, await etagOf(upload.part(number, bodies[number - 1] ?? '')));
    expectStatus(await upload.complete([1, 2, 3].map((n) => [n, etags.get(n) ?? ''])), 200);
    const answer = await onObject(bench, upload.key);
    assert.ok(answer.body.equals(Buffer.concat(bodies)));
    assert.equal(answer.headers.etag, `"${md5(Buffer.concat(bodies.map(md5))).toString('hex')}-3"`);
    assert.equal(answer.headers['content-type'], 'video/mp4');
    assert.equal(answer.headers['x-amz-meta-a'], '1');
  },
  'nothing is visible before completion': async (bench) => {
    const upload = await begin(bench);
    await etagOf(upload.part(1, 'x'));
    await expectAbsent(bench, upload.key);
    await upload.abort();
  },
  'a range across parts is read': async (bench) => {
    const upload = await begin(bench);
    const first = await etagOf(upload.part(1, filled(five, 'a')));
    const second = await etagOf(upload.part(2, filled(100, 'b')));
    expectStatus(
      await upload.complete([
        [1, first],
        [2, second],
      ]),
      200,
    );
    const answer = await onObject(bench, upload.key, { headers: { range: `bytes=${five - 2}-${five + 1}` } });
    assert.equal(answer.text, 'aabb');
  },
  'a part sent again replaces the first': async (bench) => {
    const upload = await begin(bench);
    const old = await etagOf(upload.part(1, 'old'));
    const now = await etagOf(upload.part(1, 'new'));
    expectStatus(await upload.complete([[1, old]]), 400, 'InvalidPart');
    expectStatus(await upload.complete([[1, now]]), 200);
    assert.equal(String(await read(bench, upload.key)), 'new');
  },
  'parts not named at completion are dropped': async (bench) => {
    const upload = await begin(bench);
    await etagOf(upload.part(1, 'dropped'));
    const kept = await etagOf(upload.part(7, 'kept'));
    expectStatus(await upload.complete([[7, kept]]), 200);
    assert.equal(String(await read(bench, upload.key)), 'kept');
  },
  'parts out of order are refused': async (bench) => {
    const upload = await begin(bench);
    const first = await etagOf(upload.part(1, filled(five, 'a')));
    const second = await etagOf(upload.part(2, 'b'));
    expectStatus(
      await upload.complete([
        [2, second],
        [1, first],
      ]),
      400,
      'InvalidPartOrder',
    );
    expectStatus(
      await upload.complete([
        [1, first],
        [1, first],
      ]),
      400,
      'InvalidPartOrder',
    );
    await upload.abort();
  },
  'a part that was not sent, or has another ETag, is refused': async (bench) => {
    const upload = await begin(bench);
    const first = await etagOf(upload.part(1, 'x'));
    expectStatus(await upload.complete([[2, first]]), 400, 'InvalidPart');
    expectStatus(await upload.complete([[1, `"${'0'.repeat(32)}"`]]), 400, 'InvalidPart');
    expectStatus(await upload.complete([[1, first]]), 200);
  },
  'a part under 5 MiB that is not the last is refused': async (bench) => {
    const upload = await begin(bench);
    const first = await etagOf(upload.part(1, filled(five - 1, 'a')));
    const second = await etagOf(upload.part(2, 'b'));
    expectStatus(
      await upload.complete([
        [1, first],
        [2, second],
      ]),
      400,
      'EntityTooSmall',
    );
    await upload.abort();
  },
  'an empty list of parts is refused': async (bench) => {
    const upload = await begin(bench);
    expectStatus(await upload.complete([]), 400, 'MalformedXML');
    await upload.abort();
  },
  'part numbers outside 1 to 10,000 are refused': async (bench) => {
    const upload = await begin(bench);
    for (const number of [0, 10_001, -1, 'one', ''])
      expectStatus(await upload.part(number, 'x'), 400, 'InvalidArgument');
    await etagOf(upload.part(10_000, 'x'));
    await upload.abort();
  },
  'an upload that is not there is NoSuchUpload': async (bench) => {
    const upload = await begin(bench);
    await upload.abort();
    expectStatus(await upload.part(1, 'x'), 404, 'NoSuchUpload');
    expectStatus(await upload.complete([[1, '"00"']]), 404, 'NoSuchUpload');
    expectStatus(await upload.list(), 404, 'NoSuchUpload');
    expectStatus(await upload.abort(), 404, 'NoSuchUpload');
  },
  'an upload belongs to its key': async (bench) => {
    const upload = await begin(bench);
    const query: [string, string][] = [
      ['partNumber', '1'],
      ['uploadId', upload.uploadId],
    ];
    expectStatus(
      await onObject(bench, bench.key('-other'), { method: 'PUT', query, body: 'x' }),
      404,
      'NoSuchUpload',
    );
    await upload.abort();
  },
  'a wrong Content-MD5 of a part stores no part': async (bench) => {
    const upload = await begin(bench);
    const headers = { 'content-md5': md5('other').toString('base64') };
    expectStatus(await upload.part(1, 'x', headers), 400, 'BadDigest');
    assert.doesNotMatch((await upload.list()).text, /<Part>/);
    await upload.abort();
  },
  'parts are listed page by page': async (bench) => {
    const upload = await begin(bench);
    for (const number of [1, 2, 5]) await etagOf(upload.part(number, `part ${number}`));
    const first = await upload.list([['max-parts', '2']]);
    assert.deepEqual(elements(first.text, 'PartNumber'), ['1', '2']);
    assert.deepEqual(elements(first.text, 'IsTruncated'), ['true']);
    assert.deepEqual(elements(first.text, 'NextPartNumberMarker'), ['2']);
    const second = await upload.list([['part-number-marker', '2']]);
    assert.deepEqual(elements(second.text, 'PartNumber'), ['5']);
    assert.deepEqual(elements(second.text, 'Size'), ['6']);
    assert.deepEqual(elements(second.text, 'IsTruncated'), ['false']);
    await upload.abort();
  },
  'open uploads are listed by prefix and page by page': async (bench) => {
    const uploads = [];
    for (const name of ['/a', '/b', '/c']) uploads.push(await begin(bench, bench.key(name)));
    const base: [string, string][] = [
      ['uploads', ''],
      ['prefix', bench.key('/')],
    ];
    const all = await onBucket(bench, { query: base });
    assert.deepEqual(elements(all.text, 'Key').slice(-3), ['/a', '/b', '/c'].map(bench.key));
    const first = await onBucket(bench, { query: [...base, ['max-uploads', '2']] });
    assert.deepEqual(elements(first.text, 'IsTruncated'), ['true']);
    const rest = await onBucket(bench, {
      query: [
        ...base,
        ['key-marker', elements(first.text, 'NextKeyMarker')[0] ?? ''],
        ['upload-id-marker', elements(first.text, 'NextUploadIdMarker')[0] ?? ''],
      ],
    });
    assert.deepEqual(elements(rest.text, 'UploadId'), [uploads[2]?.uploadId]);
    for (const upload of uploads) expectStatus(await upload.abort(), 204);
    assert.deepEqual(elements((await onBucket(bench, { query: base })).text, 'UploadId'), []);
  },
  'a completed upload is no longer listed': async (bench) => {
    const upload = await begin(bench);
    expectStatus(await upload.complete([[1, await etagOf(upload.part(1, 'x'))]]), 200);
    const { text } = await onBucket(bench, {
      query: [
        ['uploads', ''],
        ['prefix', upload.key],
      ],
    });
    assert.deepEqual(elements(text, 'UploadId'), []);
  },
  'completing again after a lost answer gives the same object': async (bench) => {
    const upload = await begin(bench);
    const parts: [number, string][] = [[1, await etagOf(upload.part(1, 'x'))]];
    const first = await upload.complete(parts);
    const second = await upload.complete(parts);
    expectStatus(second, 200);
    assert.deepEqual(elements(second.text, 'ETag'), elements(first.text, 'ETag'));
  },
  'completion with If-None-Match: * creates only': async (bench) => {
    await put(bench, bench.key(), 'there');
    const upload = await begin(bench);
    const parts: [number, string][] = [[1, await etagOf(upload.part(1, 'x'))]];
    expectStatus(await upload.complete(parts, { 'if-none-match': '*' }), 412, 'PreconditionFailed');
    assert.equal(String(await read(bench, bench.key())), 'there');
    await upload.abort();
  },
  'a part is copied from an object, whole or a range': async (bench) => {
    const source = filled(six, 'source');
    await put(bench, bench.key('-source'), source);
    const upload = await begin(bench);
    const copy = (number: number, range?: string) =>
      onObject(bench, upload.key, {
        method: 'PUT',
        query: [
          ['partNumber', String(number)],
          ['uploadId', upload.uploadId],
        ],
        headers: {
          'x-amz-copy-source': `/${bench.bucket}/${encodePath(bench.key('-source'))}`,
          ...(range ? { 'x-amz-copy-source-range': range } : {}),
        },
      });
    const etag = ({ text }: { text: string }) => elements(text, 'ETag')[0] ?? '';
    const [whole, some] = [await copy(1), await copy(2, 'bytes=1-3')];
    expectStatus(some, 200);
    assert.equal(etag(some).replaceAll('"', ''), md5(source.subarray(1, 4)).toString('hex'));
    expectStatus(
      await upload.complete([
        [1, etag(whole)],
        [2, etag(some)],
      ]),
      200,
    );
    assert.ok((await read(bench, upload.key))?.equals(Buffer.concat([source, source.subarray(1, 4)])));
  },
  'a copy range outside its source is refused': async (bench) => {
    await put(bench, bench.key('-source'), '0123456789');
    const upload = await begin(bench);
    for (const range of ['bytes=5-99', 'bytes=5-', 'bytes=-5', 'bytes=7-3']) {
      const answer = await onObject(bench, upload.key, {
        method: 'PUT',
        query: [
          ['partNumber', '1'],
          ['uploadId', upload.uploadId],
        ],
        headers: {
          'x-amz-copy-source': `/${bench.bucket}/${encodePath(bench.key('-source'))}`,
          'x-amz-copy-source-range': range,
        },
      });
      assert.ok([400, 416].includes(answer.status), `saw ${answer.status} for ${range}`);
    }
    await upload.abort();
  },
  'an object of parts is copied': async (bench) => {
    const upload = await begin(bench);
    const parts: [number, string][] = [
      [1, await etagOf(upload.part(1, filled(five, 'p')))],
      [2, await etagOf(upload.part(2, 'q'))],
    ];
    expectStatus(await upload.complete(parts), 200);
    const headers = { 'x-amz-copy-source': `/${bench.bucket}/${encodePath(upload.key)}` };
    expectStatus(await onObject(bench, bench.key('-copy'), { method: 'PUT', headers }), 200);
    await onObject(bench, upload.key, { method: 'DELETE' });
    assert.ok(
      (await read(bench, bench.key('-copy')))?.equals(Buffer.concat([filled(five, 'p'), Buffer.from('q')])),
    );
  },
  'one part of an object is read by its number': async (bench) => {
    const upload = await begin(bench);
    const parts: [number, string][] = [
      [1, await etagOf(upload.part(1, filled(five, 'p')))],
      [2, await etagOf(upload.part(2, 'second'))],
    ];
    expectStatus(await upload.complete(parts), 200);
    const answer = await onObject(bench, upload.key, { query: [['partNumber', '2']] });
    expectStatus(answer, 206);
    assert.equal(answer.text, 'second');
    assert.equal(answer.headers['x-amz-mp-parts-count'], '2');
  },
  'SHA-256 of the parts is combined into a composite checksum': async ({ s3, bucket, key }) => {
    const at = { Bucket: bucket, Key: key() };
    const { UploadId } = await s3.send(
      new CreateMultipartUploadCommand({ ...at, ChecksumAlgorithm: 'SHA256' }),
    );
    const bodies = [filled(five, 'a'), filled(3, 'b')];
    const Parts = [];
    for (const [index, Body] of bodies.entries()) {
      const PartNumber = index + 1;
      const part = await s3.send(
        new UploadPartCommand({ ...at, UploadId, PartNumber, Body, ChecksumAlgorithm: 'SHA256' }),
      );
      Parts.push({ PartNumber, ETag: part.ETag, ChecksumSHA256: part.ChecksumSHA256 });
    }
    await s3.send(new CompleteMultipartUploadCommand({ ...at, UploadId, MultipartUpload: { Parts } }));
    const head = await s3.send(new HeadObjectCommand({ ...at, ChecksumMode: 'ENABLED' }));
    const sha = (data: Buffer) => createHash('sha256').update(data).digest();
    assert.equal(head.ChecksumSHA256, `${sha(Buffer.concat(bodies.map(sha))).toString('base64')}-2`);
  },
  'a full-object CRC is that of the whole content': async ({ s3, bucket, key }) => {
    const at = { Bucket: bucket, Key: key() };
    const create = { ...at, ChecksumAlgorithm: 'CRC32' as const, ChecksumType: 'FULL_OBJECT' as const };
    const { UploadId } = await s3.send(new CreateMultipartUploadCommand(create));
    const whole = Buffer.concat([filled(five, '1234567'), Buffer.from('123456789')]);
    const Parts = [];
    for (const [index, Body] of [whole.subarray(0, five), whole.subarray(five)].entries()) {
      const PartNumber = index + 1;
      const part = await s3.send(
        new UploadPartCommand({ ...at, UploadId, PartNumber, Body, ChecksumAlgorithm: 'CRC32' }),
      );
      Parts.push({ PartNumber, ETag: part.ETag, ChecksumCRC32: part.ChecksumCRC32 });
    }
    await s3.send(new CompleteMultipartUploadCommand({ ...at, UploadId, MultipartUpload: { Parts } }));
    const head = await s3.send(new HeadObjectCommand({ ...at, ChecksumMode: 'ENABLED' }));
    const { crc32 } = await import('node:zlib');
    assert.equal(
      head.ChecksumCRC32,
      Buffer.from(crc32(whole).toString(16).padStart(8, '0'), 'hex').toString('base64'),
    );
  },
});

const six = 6 * mebibyte;
