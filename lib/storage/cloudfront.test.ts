import { createVerify, generateKeyPairSync } from 'node:crypto';
import { expect, test } from 'vitest';
import { Presigner } from './presign';

const { privateKey, publicKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});
const nowMs = 1_800_000_000_000;
const config = {
  endpoint: 'https://s3.eu-central-1.amazonaws.com',
  publicEndpoint: 'https://s3.eu-central-1.amazonaws.com',
  bucket: 'files',
  prefix: 'sluice/',
  region: 'eu-central-1',
  forcePathStyle: false,
  embedded: false,
};
const presigner = (pem = privateKey) => {
  const cloudFront = { domain: 'd1.cloudfront.net', keyPairId: 'K123', privateKey: pem };
  return new Presigner({ ...config, cloudFront }, { accessKeyId: 'A', secretAccessKey: 'B' }, () => nowMs);
};
const request = {
  key: 'sluice/files/a',
  fileName: 'Übersicht & "1".pdf',
  contentType: 'application/pdf',
  disposition: 'attachment' as const,
  cacheControl: 'private, max-age=60',
  expiresInSeconds: 600,
};

/** CloudFront's own check: the canned policy over the URL without its last three parameters. */
function verifies(url: string): boolean {
  const [resource, signature] =
    /^(.*)&Expires=\d+.*$/
      .exec(url)
      ?.slice(1, 2)
      .concat(new URL(url).searchParams.get('Signature') ?? '') ?? [];
  const expires = Number(new URL(url).searchParams.get('Expires'));
  const condition = { DateLessThan: { 'AWS:EpochTime': expires } };
  const policy = JSON.stringify({ Statement: [{ Resource: resource, Condition: condition }] });
  const base64 = (signature ?? '').replaceAll('-', '+').replaceAll('_', '=').replaceAll('~', '/');
  return createVerify('RSA-SHA1').update(policy).verify(publicKey, base64, 'base64');
}

test('a download goes through the distribution, with type, name and caching of our own record', () => {
  const signed = presigner().get(request);
  const url = new URL(signed.url);
  expect([url.origin, url.pathname]).toEqual(['https://d1.cloudfront.net', '/sluice/files/a']);
  expect(url.searchParams.get('response-content-type')).toBe('application/pdf');
  expect(url.searchParams.get('response-cache-control')).toBe('private, max-age=60');
  expect(url.searchParams.get('response-content-disposition')).toContain("filename*=UTF-8''%C3%9Cbersicht");
  expect(url.searchParams.get('Key-Pair-Id')).toBe('K123');
  expect(Number(url.searchParams.get('Expires'))).toBe(nowMs / 1000 + 600);
  expect(signed).toMatchObject({ method: 'GET', headers: {}, expiresInSeconds: 600 });
  expect(verifies(signed.url)).toBe(true);
});

test('its signature covers the overrides', () => {
  const { url } = presigner().get(request);
  expect(verifies(url.replace('attachment', 'inline'))).toBe(false);
});

test('a private key on one line works too', () => {
  expect(verifies(presigner(privateKey.replaceAll('\n', '\\n')).get(request).url)).toBe(true);
});

test('uploads still go straight to the bucket', () => {
  const put = {
    key: 'sluice/files/a',
    sizeBytes: 1,
    contentType: 'x/y',
    createOnly: true,
    expiresInSeconds: 60,
  };
  expect(presigner().put(put).url).toMatch(
    /^https:\/\/files\.s3\.eu-central-1\.amazonaws\.com\/sluice\/files\/a\?/,
  );
});

test.each(['S3', 'CloudFront'])('%s signs the same four overrides, each of them always', (by) => {
  const cloudFront = { domain: 'd1.cloudfront.net', keyPairId: 'K123', privateKey };
  const signer = new Presigner(
    by === 'S3' ? config : { ...config, cloudFront },
    { accessKeyId: 'A', secretAccessKey: 'B' },
    () => nowMs,
  );
  const overridesOf = (url: string) =>
    Object.fromEntries([...new URL(url).searchParams].filter(([name]) => name.startsWith('response-')));
  expect(overridesOf(signer.get(request).url)).toEqual({
    'response-cache-control': 'private, max-age=60',
    'response-content-disposition': expect.stringMatching(/^attachment; filename=".*"; filename\*=UTF-8/),
    'response-content-encoding': 'identity',
    'response-content-type': 'application/pdf',
  });
  const { cacheControl: _none, ...unsaid } = request;
  expect(overridesOf(signer.get(unsaid).url)['response-cache-control']).toBe('private, no-store');
});
