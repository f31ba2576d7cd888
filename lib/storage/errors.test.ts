import { createServer } from 'node:http';
import { afterAll, expect, test } from 'vitest';
import { openStorage } from './client';
import { copyObject } from './copy-object';
import { StorageError, toStorageError } from './errors';
import { headObject } from './head-object';
import { completeMultipart } from './multipart';

test.each([
  [{ name: 'NoSuchKey', $metadata: { httpStatusCode: 404 } }, 'not_found', false],
  [{ name: 'UnknownError', $metadata: { httpStatusCode: 403 } }, 'denied', false],
  [{ name: 'NoSuchBucket', $metadata: { httpStatusCode: 404 } }, 'no_bucket', false],
  [
    { name: 'S3ServiceException', Code: 'RequestTimeTooSkewed', $metadata: { httpStatusCode: 403 } },
    'clock_skew',
    false,
  ],
  [{ name: 'AuthorizationHeaderMalformed', $metadata: { httpStatusCode: 400 } }, 'wrong_region', false],
  [{ name: 'PermanentRedirect', $metadata: { httpStatusCode: 301 } }, 'wrong_region', false],
  [{ name: 'SlowDown', $metadata: { httpStatusCode: 503 } }, 'slow_down', true],
  [{ name: 'Strange', $metadata: { httpStatusCode: 502 } }, 'unavailable', true],
  [{ name: 'Strange', $metadata: { httpStatusCode: 400 } }, 'invalid', false],
  [{ name: 'NotImplemented', $metadata: { httpStatusCode: 501 } }, 'not_implemented', false],
  [{ name: 'Error', code: 'ECONNREFUSED' }, 'unavailable', true],
  [{ name: 'Error', code: 'CERT_HAS_EXPIRED' }, 'unavailable', true],
  [{ name: 'CredentialsProviderError', message: 'none found' }, 'bad_credentials', false],
  ['thrown text', 'unknown', false],
  [null, 'unknown', false],
])('%j is %s (retryable: %s)', (thrown, kind, retryable) => {
  expect(toStorageError('Op', thrown)).toMatchObject({ kind, retryable, operation: 'Op' });
});

test('a StorageError passes the border unchanged', () => {
  const error = new StorageError({ kind: 'full', operation: 'PutObject' });
  expect(toStorageError('Other', error)).toBe(error);
});

test('a query string in a provider message is cut out', () => {
  const message = 'GET https://h/k?X-Amz-Signature=abc failed';
  const error = toStorageError('Op', { name: 'Strange', message });
  expect(JSON.stringify(error) + error.message + error.stack).not.toContain('abc');
});

/** Answers every request the same: the shapes that a well-behaved engine shows once in a blue moon. */
const servers: ReturnType<typeof createServer>[] = [];
afterAll(() => {
  for (const server of servers) server.close();
});

async function answering(status: number, body: string) {
  let calls = 0;
  const server = createServer((request, response) => {
    calls += 1;
    request.resume();
    response.writeHead(status, { 'content-type': 'application/xml', connection: 'close' }).end(body);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const endpoint = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  const config = {
    endpoint,
    publicEndpoint: endpoint,
    bucket: 'b',
    prefix: '',
    region: 'us-east-1',
    forcePathStyle: true,
    embedded: false,
  };
  return { on: openStorage(config, { accessKeyId: 'A', secretAccessKey: 'B' }), calls: () => calls };
}

const inside200 = (code: string) =>
  `<?xml version="1.0"?><Error><Code>${code}</Code><Message>no</Message><RequestId>R1</RequestId></Error>`;

test('a complete that answers 200 with an error inside is that error', async () => {
  const { on } = await answering(200, inside200('InvalidPart'));
  const request = { key: 'k', multipartId: 'm', parts: [{ partNumber: 1, etag: 'e', checksums: {} }] };
  await expect(completeMultipart(request, on)).rejects.toMatchObject({
    kind: 'invalid',
    providerCode: 'InvalidPart',
  });
});

test('a complete that answers 200 with InternalError inside is tried again, then unavailable', async () => {
  const { on, calls } = await answering(200, inside200('InternalError'));
  const request = { key: 'k', multipartId: 'm', parts: [{ partNumber: 1, etag: 'e', checksums: {} }] };
  await expect(completeMultipart(request, on)).rejects.toMatchObject({
    kind: 'unavailable',
    retryable: true,
  });
  expect(calls()).toBeGreaterThan(1);
});

test('a complete or copy that answers 200 with nothing inside is not taken for done', async () => {
  const { on } = await answering(200, '');
  const request = { key: 'k', multipartId: 'm', parts: [{ partNumber: 1, etag: 'e', checksums: {} }] };
  await expect(completeMultipart(request, on)).rejects.toBeInstanceOf(StorageError);
  const copied = copyObject('a', 'b', { ifMatchEtag: 'e', contentType: 'x/y' }, on);
  await expect(copied).rejects.toBeInstanceOf(StorageError);
});

test('SlowDown is retried with pauses before it is given up', async () => {
  const { on, calls } = await answering(503, inside200('SlowDown'));
  await expect(headObject('k', on)).rejects.toMatchObject({ retryable: true, status: 503 });
  expect(calls()).toBe(4);
});
