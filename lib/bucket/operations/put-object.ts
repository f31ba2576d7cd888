import { openBody } from '../body/open-body';
import { readExpectations, receiveBody } from '../body/receive';
import { writeCondition } from '../http/conditions';
import { type Context, parameter, sendEmpty } from '../http/context';
import {
  checksumHeaders,
  parseChecksumAlgorithm,
  readObjectHeaders,
  refuseUnsupportedHeaders,
} from '../http/object-headers';
import { checkKey } from '../http/target';
import { s3 } from '../options';
import type { ObjectRecord } from '../store/records';

/** PUT of an object. Conditions are checked before the body is taken, and again when it becomes the object. */
export async function putObject(context: Context): Promise<void> {
  const { request, response, store, target, verified, limits } = context;
  const { bucket } = target;
  const key = checkKey(target.key);
  store.buckets.get(bucket);
  refuseUnsupportedHeaders(context.headers);
  const headers = readObjectHeaders(context.headers);
  const condition = writeCondition(context.headers);
  condition?.(store.find(bucket, key));
  const body = openBody(request, response, verified, limits);
  const received = await receiveBody(store, {
    body,
    expected: readExpectations(context.headers, verified.payloadHash, body.announcedTrailer),
    maxBytes: s3.maxPutBytes,
    alsoTake: [parseChecksumAlgorithm(parameter(context, 'x-amz-sdk-checksum-algorithm'))].filter(
      (name) => name !== undefined,
    ),
  });
  const record: ObjectRecord = {
    kind: 'object',
    bucket,
    key,
    sizeBytes: received.sizeBytes,
    etag: received.md5Hex,
    modifiedMs: Date.now(),
    headers,
    checksums: received.checksums,
  };
  await commitReceived(context, received.file, record, condition);
  sendEmpty(context, 200, { ETag: `"${record.etag}"`, ...checksumHeaders(record) });
}

/** Seals and commits a received body; on any failure nothing remains of it. */
export async function commitReceived(
  { store }: Pick<Context, 'store'>,
  file: Awaited<ReturnType<typeof receiveBody>>['file'],
  record: ObjectRecord,
  condition?: Parameters<Context['store']['commitObject']>[2],
): Promise<void> {
  try {
    await file.seal(record);
    await store.commitObject(file, record, condition);
  } catch (error) {
    await file.discard();
    throw error;
  }
}
