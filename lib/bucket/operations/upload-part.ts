import { Digests } from '../body/digests';
import { openBody } from '../body/open-body';
import { readExpectations, receiveBody } from '../body/receive';
import { S3Error } from '../errors';
import { type Context, parameter, sendEmpty, sendXml } from '../http/context';
import { checksumHeaders, refuseUnsupportedHeaders } from '../http/object-headers';
import { element, rootElement } from '../http/xml';
import { s3 } from '../options';
import { type OpenObject, readRange } from '../store/reader';
import type { PartRecord } from '../store/records';
import type { TempFile } from '../store/temp-file';
import { openCopySource } from './copy-object';

function readPartTarget({ uploads, target }: Context) {
  const partNumber = target.query.integer('partNumber', 0, { min: 1, max: s3.maxParts });
  if (partNumber === 0) throw new S3Error('InvalidArgument', 'partNumber is missing.');
  const upload = uploads.get(target.query.get('uploadId') ?? '', target.bucket, target.key);
  return { upload, partNumber };
}

export async function uploadPart(context: Context): Promise<void> {
  const { request, response, store, target, verified, limits } = context;
  store.buckets.get(target.bucket);
  refuseUnsupportedHeaders(context.headers);
  const { upload, partNumber } = readPartTarget(context);
  const body = openBody(request, response, verified, limits);
  const received = await receiveBody(store, {
    body,
    expected: readExpectations(context.headers, verified.payloadHash, body.announcedTrailer),
    maxBytes: s3.maxPutBytes,
    alsoTake: upload.checksumAlgorithm ? [upload.checksumAlgorithm] : [],
  });
  const record: PartRecord = {
    kind: 'part',
    partNumber,
    sizeBytes: received.sizeBytes,
    etag: received.md5Hex,
    modifiedMs: Date.now(),
    checksums: received.checksums,
  };
  await commitPart(context, upload.uploadId, received.file, record);
  const { 'x-amz-checksum-type': _type, ...checksums } = checksumHeaders(record);
  sendEmpty(context, 200, { ETag: `"${record.etag}"`, ...checksums });
}

/** UploadPartCopy: a range of an object becomes a part. Its bytes are read, for a part has an MD5 of its own. */
export async function uploadPartCopy(context: Context): Promise<void> {
  const { store, target } = context;
  store.buckets.get(target.bucket);
  refuseUnsupportedHeaders(context.headers);
  const { upload, partNumber } = readPartTarget(context);
  const opened = await openCopySource(context);
  try {
    const { start, end } = readCopyRange(
      parameter(context, 'x-amz-copy-source-range'),
      opened.object.record.sizeBytes,
    );
    if (end - start + 1 > s3.maxPutBytes)
      throw new S3Error('InvalidRequest', 'The copy source is larger than 5 GiB; copy a range of it.');
    const record = await copyRange(context, opened, { start, end, partNumber, upload });
    sendXml(
      context,
      rootElement('CopyPartResult', [
        element('LastModified', new Date(record.modifiedMs).toISOString()),
        element('ETag', `"${record.etag}"`),
        ...Object.entries(record.checksums).map(([name, value]) =>
          element(`Checksum${name.toUpperCase()}`, value),
        ),
      ]),
    );
  } finally {
    await opened.close();
  }
}

type CopyRange = { start: number; end: number } & ReturnType<typeof readPartTarget>;

async function copyRange(
  context: Context,
  opened: OpenObject,
  { start, end, partNumber, upload }: CopyRange,
) {
  const { store } = context;
  const reservation = await store.space.admit(end - start + 1);
  const file = store.newTempFile();
  try {
    const algorithm = upload.checksumAlgorithm;
    const digests = await Digests.create(algorithm ? ['md5', algorithm] : ['md5']);
    for await (const piece of readRange(opened, start, end)) {
      digests.update(piece);
      await file.append(piece);
      reservation.spend(piece.length);
    }
    const found = digests.finish();
    const record: PartRecord = {
      kind: 'part',
      partNumber,
      sizeBytes: end - start + 1,
      etag: found.get('md5')?.toString('hex') ?? '',
      modifiedMs: Date.now(),
      checksums: algorithm ? { [algorithm]: found.get(algorithm)?.toString('base64') } : {},
    };
    await commitPart(context, upload.uploadId, file, record);
    return record;
  } catch (error) {
    await file.discard();
    throw error;
  } finally {
    reservation.release();
  }
}

async function commitPart(
  { uploads }: Context,
  uploadId: string,
  file: TempFile,
  record: PartRecord,
): Promise<void> {
  try {
    await file.seal(record);
    await uploads.commitPart(uploadId, file.path, record);
  } catch (error) {
    await file.discard();
    throw error;
  }
}

/** `bytes=first-last`, both given and inside the source: S3 knows no other form here. */
function readCopyRange(header: string | undefined, sizeBytes: number): { start: number; end: number } {
  if (header === undefined) return { start: 0, end: sizeBytes - 1 };
  const match = /^bytes=(\d+)-(\d+)$/.exec(header);
  const [start, end] = [Number(match?.[1]), Number(match?.[2])];
  if (!match || start > end) throw new S3Error('InvalidArgument', 'The copy range must be bytes=first-last.');
  if (end >= sizeBytes) throw new S3Error('InvalidRange', undefined, { ActualObjectSize: String(sizeBytes) });
  return { start, end };
}
