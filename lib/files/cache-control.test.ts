import { generateKeyPairSync } from 'node:crypto';
import { expect, test } from 'vitest';
import { Presigner } from '@/lib/storage/presign';
import { signDownload } from './presign-files';

const config = {
  endpoint: 'https://s3.example.com',
  publicEndpoint: 'https://s3.example.com',
  bucket: 'files',
  prefix: 'sluice/',
  region: 'us-east-1',
  forcePathStyle: false,
  embedded: false,
};
const presigner = (more: object = {}) =>
  new Presigner({ ...config, ...more }, { accessKeyId: 'A', secretAccessKey: 'B' }, () => 1_800_000_000_000);
const { privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});

test('an edge may keep media and archives, but no document; without one nothing is kept', () => {
  const cacheOf = (mime: string, on: Presigner) => {
    const file = { objectKey: 'files/a', name: 'a', extension: '', mime, sizeBytes: 1n };
    const { url } = signDownload(on, { file, disposition: 'attachment', expiresInSeconds: 60 });
    return new URL(url).searchParams.get('response-cache-control');
  };
  const edge = presigner({ cloudFront: { domain: 'd1.cloudfront.net', keyPairId: 'K1', privateKey } });
  expect(cacheOf('video/mp4', edge)).toBe('public, max-age=3600, s-maxage=604800');
  expect(cacheOf('application/zip', edge)).toBe('public, max-age=0, s-maxage=86400');
  expect(cacheOf('application/pdf', edge)).toBe('private, no-store');
  for (const mime of ['video/mp4', 'application/zip', 'application/pdf'])
    expect(cacheOf(mime, presigner())).toBe('private, no-store');
});
