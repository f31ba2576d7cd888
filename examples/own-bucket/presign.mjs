// S3_ENDPOINT=… S3_BUCKET=… AWS_ACCESS_KEY_ID=… AWS_SECRET_ACCESS_KEY=… node presign.mjs KEY FILE
// Signs for a bucket of your own, without Sluice: a PUT bound to type and length, and a GET under another name.
import { openAsBlob } from 'node:fs';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';

const { S3_ENDPOINT: endpoint, S3_BUCKET: Bucket, S3_REGION: region = 'us-east-1' } = process.env;
const [Key, file] = process.argv.slice(2);
if (!Bucket || !Key || !file) {
  console.error('Usage: S3_ENDPOINT=… S3_BUCKET=… node presign.mjs KEY FILE');
  process.exit(2);
}

const client = new S3Client({
  region,
  ...(endpoint ? { endpoint, forcePathStyle: true } : {}),
  // Without this the URL carries the checksum of an empty body, and strict stores refuse every upload.
  requestChecksumCalculation: 'WHEN_REQUIRED',
});

const body = await openAsBlob(file);
const type = 'application/octet-stream';
const put = new PutObjectCommand({ Bucket, Key, ContentType: type, ContentLength: body.size });
const uploadUrl = await getSignedUrl(client, put, {
  expiresIn: 900,
  // Left to itself the SDK does not sign the type: the sender could choose any.
  signableHeaders: new Set(['host', 'content-type', 'content-length']),
});
const sent = await fetch(uploadUrl, { method: 'PUT', headers: { 'content-type': type }, body });
if (!sent.ok) throw new Error(`The bucket answered ${sent.status}: ${await sent.text()}`);

const get = new GetObjectCommand({
  Bucket,
  Key,
  ResponseContentDisposition: 'attachment; filename="copy.bin"',
  ResponseContentType: type,
});
const downloadUrl = await getSignedUrl(client, get, { expiresIn: 3600 });
const received = await fetch(downloadUrl);
console.log(
  `${received.headers.get('content-disposition')}: ${(await received.arrayBuffer()).byteLength} bytes`,
);
