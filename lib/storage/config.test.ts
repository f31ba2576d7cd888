import { expect, test } from 'vitest';
import { parseEnv } from '@/lib/platform/env';
import { toStorageConfig } from './config';

const read = (source: Record<string, string>) => toStorageConfig(parseEnv(source));

test('an S3-compatible endpoint is used inside and outside unless a public one is named', () => {
  const source = { S3_ENDPOINT: 'http://minio:9000/', S3_BUCKET: 'files' };
  expect(read(source)).toEqual({
    endpoint: 'http://minio:9000',
    publicEndpoint: 'http://minio:9000',
    bucket: 'files',
    prefix: 'sluice/',
    region: 'us-east-1',
    forcePathStyle: true,
    embedded: false,
    cloudFront: undefined,
  });
  const both = { ...source, S3_PUBLIC_ENDPOINT: 'https://files.example.org', S3_PREFIX: 'a/b/' };
  expect(read(both)).toMatchObject({
    endpoint: 'http://minio:9000',
    publicEndpoint: 'https://files.example.org',
    prefix: 'a/b/',
  });
});

test.each([
  ['eu-central-1', 'https://s3.eu-central-1.amazonaws.com'],
  ['cn-north-1', 'https://s3.cn-north-1.amazonaws.com.cn'],
])('without an endpoint it is AWS in %s', (region, endpoint) => {
  expect(read({ S3_BUCKET: 'files', S3_REGION: region }).endpoint).toBe(endpoint);
});

test('without a bucket there is no storage', () => {
  expect(() => read({})).toThrow(expect.objectContaining({ kind: 'not_configured' }));
});

test('downloads go through CloudFront once its three variables are set', () => {
  const cloudFront = {
    CLOUDFRONT_DOMAIN: 'd1.cloudfront.net',
    CLOUDFRONT_KEY_PAIR_ID: 'K1',
    CLOUDFRONT_PRIVATE_KEY: 'pem',
  };
  expect(read({ S3_BUCKET: 'files', ...cloudFront }).cloudFront).toEqual({
    domain: 'd1.cloudfront.net',
    keyPairId: 'K1',
    privateKey: 'pem',
  });
});
