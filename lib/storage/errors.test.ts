import { expect, test } from 'vitest';
import { StorageError, toStorageError } from './errors';

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
