import { createHmac, hash } from 'node:crypto';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl, S3RequestPresigner } from '@aws-sdk/s3-request-presigner';
import { openStorage } from '@/lib/storage/client';
import { createPresigner } from '@/lib/storage/presign';

/** Makes one signed URL (or its bare cost) for the i-th key. */
export interface Contestant {
  name: string;
  /** URLs a round: enough for about the same time each. */
  batch: number;
  run(i: number): unknown;
}

const ENDPOINT = 'https://s3.eu-central-1.amazonaws.com';
const REGION = 'eu-central-1';
const BUCKET = 'sluice';
const CREDENTIALS = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
};
const SIZE = 10_240;
const TYPE = 'image/png';
const LIFE = 900;

const keyOf = (i: number) => `sluice/files/0193f5c0-7a3b-7def-8123-${String(i).padStart(12, '0')}`;

/** All sign the same kind of URL: a create-only PUT with type and exact length as signed headers. */
export async function contestants(): Promise<Contestant[]> {
  const config = {
    endpoint: ENDPOINT,
    publicEndpoint: ENDPOINT,
    bucket: BUCKET,
    prefix: 'sluice/',
    region: REGION,
  };
  const storage = openStorage({ ...config, forcePathStyle: true, embedded: false }, CREDENTIALS);
  const presigner = await createPresigner(storage);
  const client = new S3Client({
    endpoint: ENDPOINT,
    region: REGION,
    forcePathStyle: true,
    credentials: CREDENTIALS,
    requestChecksumCalculation: 'WHEN_REQUIRED',
  });
  const reused = new S3RequestPresigner({ ...client.config, region: REGION });
  const signableHeaders = new Set(['host', 'content-type', 'content-length', 'if-none-match']);
  const request = { sizeBytes: SIZE, contentType: TYPE, createOnly: true, expiresInSeconds: LIFE };
  return [
    { name: 'bare crypto', batch: 20_000, run: bareCrypto(presigner.put({ ...request, key: keyOf(0) }).url) },
    { name: 'lib/storage', batch: 10_000, run: (i) => presigner.put({ ...request, key: keyOf(i) }).url },
    {
      name: 'S3RequestPresigner, reused',
      batch: 2_000,
      run: (i) =>
        reused.presign(
          {
            protocol: 'https:',
            hostname: new URL(ENDPOINT).host,
            method: 'PUT',
            path: `/${BUCKET}/${keyOf(i)}`,
            query: {},
            headers: { 'content-type': TYPE, 'content-length': String(SIZE), 'if-none-match': '*' },
          },
          { expiresIn: LIFE, signableHeaders },
        ),
    },
    {
      name: 'getSignedUrl',
      batch: 200,
      run: (i) =>
        getSignedUrl(
          client,
          new PutObjectCommand({
            Bucket: BUCKET,
            Key: keyOf(i),
            ContentLength: SIZE,
            ContentType: TYPE,
            IfNoneMatch: '*',
          }),
          { expiresIn: LIFE, signableHeaders },
        ),
    },
  ];
}

/** What no signer can go below: one SHA-256 over a canonical request and one HMAC over a string to sign. */
function bareCrypto(url: string): (i: number) => unknown {
  const { pathname, search } = new URL(url);
  const canonical = `PUT\n${pathname}\n${search}\nhost:s3.eu-central-1.amazonaws.com\n\nhost\nUNSIGNED-PAYLOAD`;
  const text = `AWS4-HMAC-SHA256\n20260101T000000Z\n20260101/${REGION}/s3/aws4_request\n`;
  const key = createHmac('sha256', 'day').update('key').digest();
  return (i) => {
    const digest = hash('sha256', `${canonical}${i}`, 'hex');
    return createHmac('sha256', key).update(`${text}${digest}`).digest('hex');
  };
}
