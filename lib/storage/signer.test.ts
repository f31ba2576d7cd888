import { GetObjectCommand, PutObjectCommand, S3Client, UploadPartCommand } from '@aws-sdk/client-s3';
import { createPresignedPost } from '@aws-sdk/s3-presigned-post';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import fc from 'fast-check';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { Presigner } from './presign';
import { Signer } from './signer';
import { encodePath } from './uri';

const HOST = 's3.example.org:9443';
const ENDPOINT = `https://${HOST}`;
const RUNS = 300;

const alphabet = [...'ABCXYZabcxyz0189+/='];
const credentials = fc.record({
  accessKeyId: fc.stringMatching(/^[A-Z0-9]{16,20}$/),
  secretAccessKey: fc.string({ unit: fc.constantFrom(...alphabet), minLength: 8, maxLength: 40 }),
  sessionToken: fc.option(fc.string({ unit: fc.constantFrom(...alphabet), minLength: 1, maxLength: 400 }), {
    nil: undefined,
  }),
});
const key = fc.oneof(
  fc.constant("u/ünïcode/日本'(1)!*.png"),
  fc.constant('a b+c%2F//d?e#f&g=h;i@j:k,l$m~n'),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }).filter((text) => !/^[./]*$/.test(text)),
);
const bucket = fc.stringMatching(/^[a-z][a-z0-9-]{3,20}[a-z0-9]$/);
const region = fc.constantFrom('us-east-1', 'eu-central-1', 'auto', 'garage');
const date = fc.date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true });
const expiresInSeconds = fc.integer({ min: 1, max: 604_800 });
const digest = fc.option(fc.uint8Array({ minLength: 16, maxLength: 16 }), { nil: undefined });
const type = fc.constantFrom('image/png', 'text/plain; charset=utf-8', 'application/vnd.a+b', 'x/y');
const scene = fc.record({ credentials, key, bucket, region, date, expiresInSeconds });

function sdkClient(from: {
  credentials: { accessKeyId: string; secretAccessKey: string; sessionToken?: string | undefined };
  region: string;
}) {
  const { sessionToken, ...pair } = from.credentials;
  return new S3Client({
    endpoint: ENDPOINT,
    region: from.region,
    forcePathStyle: true,
    credentials: { ...pair, ...(sessionToken && { sessionToken }) },
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  });
}

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');

describe('Signer writes the very URL that the SDK writes', () => {
  test('for a PUT with type, length, digests and create-only as signed headers', async () => {
    const put = fc.record({
      md5: digest,
      sha256: digest,
      type,
      sizeBytes: fc.integer({ min: 0, max: 5 * 2 ** 30 }),
      createOnly: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(scene, put, async (at, what) => {
        const command = new PutObjectCommand({
          Bucket: at.bucket,
          Key: at.key,
          ContentLength: what.sizeBytes,
          ContentType: what.type,
          ...(what.md5 && { ContentMD5: base64(what.md5) }),
          ...(what.sha256 && { ChecksumSHA256: base64(what.sha256) }),
          ...(what.createOnly && { IfNoneMatch: '*' }),
        });
        const theirs = await getSignedUrl(sdkClient(at), command, {
          signingDate: at.date,
          expiresIn: at.expiresInSeconds,
          signableHeaders: new Set([
            'host',
            'content-type',
            'content-length',
            'content-md5',
            'if-none-match',
          ]),
          unhoistableHeaders: new Set(['x-amz-checksum-sha256']),
        });
        const headers = {
          'content-length': String(what.sizeBytes),
          ...(what.md5 && { 'content-md5': base64(what.md5) }),
          'content-type': what.type,
          host: HOST,
          ...(what.createOnly && { 'if-none-match': '*' }),
          ...(what.sha256 && { 'x-amz-checksum-sha256': base64(what.sha256) }),
        };
        const ours = new Signer(at.credentials, at.region, ENDPOINT).signUrl({
          method: 'PUT',
          path: `/${at.bucket}/${encodePath(at.key)}`,
          headers,
          query: [['x-id', 'PutObject']],
          signedAtMs: at.date.getTime(),
          expiresInSeconds: at.expiresInSeconds,
        });
        expect(ours).toBe(theirs);
      }),
      { numRuns: RUNS },
    );
  });

  test('for a part', async () => {
    const part = fc.record({
      partNumber: fc.integer({ min: 1, max: 10_000 }),
      multipartId: fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 80 }),
      sizeBytes: fc.integer({ min: 1, max: 5 * 2 ** 30 }),
    });
    await fc.assert(
      fc.asyncProperty(scene, part, async (at, what) => {
        const command = new UploadPartCommand({
          Bucket: at.bucket,
          Key: at.key,
          PartNumber: what.partNumber,
          UploadId: what.multipartId,
          ContentLength: what.sizeBytes,
        });
        const theirs = await getSignedUrl(sdkClient(at), command, {
          signingDate: at.date,
          expiresIn: at.expiresInSeconds,
        });
        const ours = new Signer(at.credentials, at.region, ENDPOINT).signUrl({
          method: 'PUT',
          path: `/${at.bucket}/${encodePath(at.key)}`,
          headers: { 'content-length': String(what.sizeBytes), host: HOST },
          query: [
            ['partNumber', String(what.partNumber)],
            ['uploadId', what.multipartId],
            ['x-id', 'UploadPart'],
          ],
          signedAtMs: at.date.getTime(),
          expiresInSeconds: at.expiresInSeconds,
        });
        expect(ours).toBe(theirs);
      }),
      { numRuns: RUNS },
    );
  });

  test('for a GET with response overrides', async () => {
    const get = fc.record({
      disposition: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 80 }),
      type,
    });
    await fc.assert(
      fc.asyncProperty(scene, get, async (at, what) => {
        const command = new GetObjectCommand({
          Bucket: at.bucket,
          Key: at.key,
          ResponseContentDisposition: what.disposition,
          ResponseContentType: what.type,
        });
        const theirs = await getSignedUrl(sdkClient(at), command, {
          signingDate: at.date,
          expiresIn: at.expiresInSeconds,
        });
        const ours = new Signer(at.credentials, at.region, ENDPOINT).signUrl({
          method: 'GET',
          path: `/${at.bucket}/${encodePath(at.key)}`,
          headers: { host: HOST },
          query: [
            ['response-content-disposition', what.disposition],
            ['response-content-type', what.type],
            ['x-id', 'GetObject'],
          ],
          signedAtMs: at.date.getTime(),
          expiresInSeconds: at.expiresInSeconds,
        });
        expect(ours).toBe(theirs);
      }),
      { numRuns: RUNS },
    );
  });
});

describe('a form', () => {
  afterEach(() => void vi.useRealTimers());

  test('bears the policy and signature that the SDK writes', async () => {
    await fc.assert(
      fc.asyncProperty(scene, type, async (at, contentType) => {
        vi.useFakeTimers({ now: at.date, toFake: ['Date'] });
        const presigner = new Presigner(
          {
            ...at,
            endpoint: ENDPOINT,
            publicEndpoint: ENDPOINT,
            forcePathStyle: true,
            prefix: '',
            embedded: false,
          },
          at.credentials,
          () => at.date.getTime(),
        );
        const ours = presigner.postForm({
          key: `x${at.key}`,
          sizeBytes: 10,
          contentType,
          expiresInSeconds: at.expiresInSeconds,
        });
        const theirs = await createPresignedPost(sdkClient(at), {
          Bucket: at.bucket,
          Key: `x${at.key}`,
          Fields: { 'Content-Type': contentType },
          Conditions: [['content-length-range', 10, 10]],
          Expires: at.expiresInSeconds,
        });
        const policy = (fields: Record<string, string> | undefined) => {
          const read = JSON.parse(Buffer.from(fields?.Policy ?? '', 'base64').toString());
          return {
            ...read,
            conditions: read.conditions.map((entry: unknown) => JSON.stringify(entry)).sort(),
          };
        };
        expect(policy(ours.fields)).toEqual(policy(theirs.fields));
        expect(Object.keys(ours.fields ?? {}).sort()).toEqual(Object.keys(theirs.fields).sort());
        expect(new URL(ours.url).href).toBe(new URL(theirs.url).href.replace(/\/?$/, '/'));
      }),
      { numRuns: 50 },
    );
  });
});

test('the life of a URL is 1 to 604,800 whole seconds', () => {
  const signer = new Signer({ accessKeyId: 'A', secretAccessKey: 'B' }, 'r', ENDPOINT);
  for (const expiresInSeconds of [0, -1, 1.5, 604_801, Number.NaN]) {
    const request = {
      method: 'GET',
      path: '/b/k',
      headers: { host: HOST },
      query: [],
      signedAtMs: 0,
      expiresInSeconds,
    } as const;
    expect(() => signer.signUrl(request)).toThrow(RangeError);
  }
});

test('a secret replaced under the same access key signs at once with the new one', () => {
  const request = {
    method: 'GET',
    path: '/b/k',
    headers: { host: HOST },
    query: [],
    signedAtMs: 0,
    expiresInSeconds: 60,
  } as const;
  const first = new Signer({ accessKeyId: 'A', secretAccessKey: 'one' }, 'r', ENDPOINT).signUrl(request);
  const second = new Signer({ accessKeyId: 'A', secretAccessKey: 'two' }, 'r', ENDPOINT).signUrl(request);
  expect(second).not.toBe(first);
});
