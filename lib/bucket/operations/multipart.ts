import { createHash } from 'node:crypto';
import { S3Error } from '../errors';
import { writeCondition } from '../http/conditions';
import { type Context, parameter, readDocument, sendEmpty, sendXml } from '../http/context';
import { parseChecksumAlgorithm, readObjectHeaders, refuseUnsupportedHeaders } from '../http/object-headers';
import { checkKey } from '../http/target';
import { element, rootElement, type XmlNode } from '../http/xml';
import { s3 } from '../options';
import type { ChecksumType, ObjectRecord, StoredPart, UploadRecord } from '../store/records';
import { combineChecksums } from './combine-checksums';

export async function createUpload(context: Context): Promise<void> {
  const { store, uploads, target } = context;
  const key = checkKey(target.key);
  store.buckets.get(target.bucket);
  refuseUnsupportedHeaders(context.headers);
  const checksumAlgorithm = parseChecksumAlgorithm(parameter(context, 'x-amz-checksum-algorithm'));
  const record: UploadRecord = {
    kind: 'upload',
    uploadId: store.newSetName(),
    bucket: target.bucket,
    key,
    initiatedMs: Date.now(),
    headers: readObjectHeaders(context.headers),
    checksumAlgorithm,
    checksumType: checksumTypeOf(checksumAlgorithm, parameter(context, 'x-amz-checksum-type')),
  };
  await uploads.create(record);
  const headers: Record<string, string> = {};
  if (record.checksumAlgorithm && record.checksumType) {
    headers['x-amz-checksum-algorithm'] = record.checksumAlgorithm.toUpperCase();
    headers['x-amz-checksum-type'] = record.checksumType;
  }
  const answer = [
    element('Bucket', target.bucket),
    element('Key', key),
    element('UploadId', record.uploadId),
  ];
  sendXml(context, rootElement('InitiateMultipartUploadResult', answer), 200, headers);
}

/** Source: "Checking object integrity", table of composite and full-object support. */
function checksumTypeOf(
  algorithm: UploadRecord['checksumAlgorithm'],
  wanted: string | undefined,
): ChecksumType | undefined {
  if (!algorithm) return undefined;
  const type = wanted ?? (algorithm === 'crc64nvme' ? 'FULL_OBJECT' : 'COMPOSITE');
  if (type === 'FULL_OBJECT' && algorithm.startsWith('crc')) return type;
  if (type === 'COMPOSITE' && algorithm !== 'crc64nvme') return type;
  throw new S3Error('InvalidRequest', `The ${type} checksum type does not go with ${algorithm}.`);
}

interface WantedPart {
  partNumber: number;
  etag: string;
  checksum?: string;
}

export async function completeUpload(context: Context): Promise<void> {
  const { store, uploads, target } = context;
  store.buckets.get(target.bucket);
  const condition = writeCondition(context.headers);
  const wanted = readWantedParts(await readDocument(context, 'CompleteMultipartUpload'));
  const uploadId = target.query.get('uploadId') ?? '';
  const done = repeatedCompletion(context, uploadId, wanted);
  if (done) return sendCompleted(context, done);
  const upload = uploads.get(uploadId, target.bucket, target.key);
  const plan = async () => {
    const record = await planObject(upload, wanted, store.index.listParts(uploadId, 0, s3.maxParts));
    checkClaims(context, record);
    return record;
  };
  const { record } = await uploads.complete(upload, plan, condition);
  sendCompleted(context, record);
}

/** A completion whose answer was lost is asked for again: the same parts get the same answer. */
function repeatedCompletion(
  { store, target }: Context,
  uploadId: string,
  wanted: WantedPart[],
): ObjectRecord | null {
  const present = store.find(target.bucket, target.key)?.record;
  if (present?.segments?.set !== uploadId) return null;
  return present.etag === compositeEtag(wanted.map((part) => part.etag)) ? present : null;
}

function readWantedParts(document: XmlNode): WantedPart[] {
  const parts = document.children('Part').map((node) => {
    const number = node.child('PartNumber')?.trim() ?? '';
    const etag = node
      .child('ETag')
      ?.trim()
      .replace(/^"(.*)"$/, '$1');
    if (!/^\d{1,6}$/.test(number) || !etag) throw new S3Error('MalformedXML');
    const checksum = ['SHA256', 'SHA1', 'CRC32', 'CRC32C', 'CRC64NVME']
      .map((name) => node.child(`Checksum${name}`))
      .find((value) => value !== undefined);
    return { partNumber: Number(number), etag, checksum };
  });
  if (!parts.length || parts.length > s3.maxParts) throw new S3Error('MalformedXML');
  return parts;
}

/** The object that the wanted parts make. Throws InvalidPartOrder, InvalidPart, EntityTooSmall. */
async function planObject(
  upload: UploadRecord,
  wanted: WantedPart[],
  stored: StoredPart[],
): Promise<ObjectRecord> {
  if (wanted.some(({ partNumber }, position) => partNumber <= (wanted[position - 1]?.partNumber ?? 0)))
    throw new S3Error('InvalidPartOrder');
  const byNumber = new Map(stored.map((part) => [part.record.partNumber, part]));
  const parts = wanted.map(({ partNumber, etag, checksum }, position) => {
    const part = byNumber.get(partNumber);
    const isSame = checksum === undefined || Object.values(part?.record.checksums ?? {}).includes(checksum);
    if (part?.record.etag !== etag || !isSame)
      throw new S3Error('InvalidPart', undefined, { PartNumber: String(partNumber) });
    if (position < wanted.length - 1 && part.record.sizeBytes < s3.minPartBytes)
      throw new S3Error('EntityTooSmall', undefined, {
        PartNumber: String(partNumber),
        ProposedSize: String(part.record.sizeBytes),
        MinSizeAllowed: String(s3.minPartBytes),
      });
    return part;
  });
  const sizeBytes = parts.reduce((sum, part) => sum + part.record.sizeBytes, 0);
  if (sizeBytes > s3.maxObjectBytes) throw new S3Error('EntityTooLarge');
  return {
    kind: 'object',
    bucket: upload.bucket,
    key: upload.key,
    sizeBytes,
    etag: compositeEtag(parts.map((part) => part.record.etag)),
    modifiedMs: Date.now(),
    headers: upload.headers,
    ...(await combineChecksums(
      upload,
      parts.map((part) => part.record),
    )),
    segments: {
      set: upload.uploadId,
      files: parts.map(({ file, record }) => ({
        file,
        partNumber: record.partNumber,
        sizeBytes: record.sizeBytes,
      })),
    },
  };
}

/** What the client says of the whole object must be so: its size and its checksum. */
function checkClaims(context: Context, { sizeBytes, checksums, checksumType }: ObjectRecord): void {
  const size = parameter(context, 'x-amz-mp-object-size');
  if (size !== undefined && size !== String(sizeBytes))
    throw new S3Error('InvalidRequest', 'The object size is not the one given in x-amz-mp-object-size.');
  for (const [algorithm, value] of Object.entries(checksums)) {
    const claimed = parameter(context, `x-amz-checksum-${algorithm}`);
    if (checksumType === 'FULL_OBJECT' && claimed !== undefined && claimed !== value)
      throw new S3Error('BadDigest');
  }
}

/** MD5 of the parts' MD5s, and their number: S3's ETag of a multipart object. */
function compositeEtag(etags: string[]): string {
  return `${createHash('md5')
    .update(Buffer.from(etags.join(''), 'hex'))
    .digest('hex')}-${etags.length}`;
}

function sendCompleted(context: Context, record: ObjectRecord): void {
  const { bucket, key } = record;
  sendXml(
    context,
    rootElement('CompleteMultipartUploadResult', [
      element('Location', `http://${context.request.headers.host}/${bucket}/${encodeURI(key)}`),
      element('Bucket', bucket),
      element('Key', key),
      element('ETag', `"${record.etag}"`),
      ...Object.entries(record.checksums).map(([name, value]) =>
        element(`Checksum${name.toUpperCase()}`, value),
      ),
      ...(record.checksumType ? [element('ChecksumType', record.checksumType)] : []),
    ]),
  );
}

export async function abortUpload(context: Context): Promise<void> {
  const { store, uploads, target } = context;
  store.buckets.get(target.bucket);
  const { uploadId } = uploads.get(target.query.get('uploadId') ?? '', target.bucket, target.key);
  await uploads.abort(uploadId);
  sendEmpty(context, 204);
}
