import { Digests } from '../body/digests';
import { S3Error } from '../errors';
import { checkReadConditions, writeCondition } from '../http/conditions';
import { type Context, parameter, sendXml } from '../http/context';
import { parseChecksumAlgorithm, readObjectHeaders, refuseUnsupportedHeaders } from '../http/object-headers';
import { checkKey } from '../http/target';
import { element, rootElement } from '../http/xml';
import { s3 } from '../options';
import { inlineCopyBytes, shareContent } from '../store/copies';
import { type OpenObject, openObject, readRange } from '../store/reader';
import type { Checksums, ObjectRecord } from '../store/records';
import { commitReceived } from './put-object';

/** CopyObject: the content is shared, not copied, once it is larger than a mebibyte. */
export async function copyObject(context: Context): Promise<void> {
  const { store, target } = context;
  const key = checkKey(target.key);
  store.buckets.get(target.bucket);
  refuseUnsupportedHeaders(context.headers);
  const condition = writeCondition(context.headers);
  const directive = parameter(context, 'x-amz-metadata-directive') ?? 'COPY';
  if (directive !== 'COPY' && directive !== 'REPLACE')
    throw new S3Error('InvalidArgument', 'Unknown metadata directive.');
  const opened = await openCopySource(context);
  try {
    const source = opened.object;
    if (source.record.bucket === target.bucket && source.record.key === key && directive === 'COPY')
      throw new S3Error(
        'InvalidRequest',
        'An object cannot be copied to itself without changing its metadata.',
      );
    if (source.record.sizeBytes > s3.maxPutBytes)
      throw new S3Error('InvalidRequest', 'The copy source is larger than 5 GiB; copy it in parts.');
    condition?.(store.find(target.bucket, key));
    const isShared = source.record.segments !== undefined || source.record.sizeBytes > inlineCopyBytes;
    const record: ObjectRecord = {
      ...source.record,
      bucket: target.bucket,
      key,
      modifiedMs: Date.now(),
      headers: directive === 'REPLACE' ? readObjectHeaders(context.headers) : source.record.headers,
      ...(await checksumsOfCopy(context, opened)),
      segments: isShared ? await shareContent(store, source) : undefined,
    };
    await writeCopy(context, opened, record, condition);
    sendXml(
      context,
      rootElement('CopyObjectResult', [
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

async function writeCopy(
  context: Context,
  opened: OpenObject,
  record: ObjectRecord,
  condition: Parameters<typeof commitReceived>[3],
) {
  const { store } = context;
  const file = store.newTempFile();
  const reservation = await store.space.admit(record.segments ? 0 : record.sizeBytes);
  try {
    if (!record.segments)
      for await (const piece of readRange(opened, 0, record.sizeBytes - 1)) await file.append(piece);
    await commitReceived(context, file, record, condition);
  } catch (error) {
    if (record.segments) await store.removeSet(record.segments.set);
    await file.discard();
    throw error;
  } finally {
    reservation.release();
  }
}

/** The source's checksums, unless another algorithm is asked for: then the content is read through. */
async function checksumsOfCopy(
  context: Context,
  opened: OpenObject,
): Promise<{ checksums: Checksums; checksumType?: ObjectRecord['checksumType'] }> {
  const { record } = opened.object;
  const algorithm = parseChecksumAlgorithm(parameter(context, 'x-amz-checksum-algorithm'));
  if (!algorithm || record.checksums[algorithm])
    return { checksums: record.checksums, checksumType: record.checksumType };
  const digests = await Digests.create([algorithm]);
  for await (const piece of readRange(opened, 0, record.sizeBytes - 1)) digests.update(piece);
  return {
    checksums: { [algorithm]: digests.finish().get(algorithm)?.toString('base64') },
    checksumType: 'FULL_OBJECT',
  };
}

/** Opens the object named by x-amz-copy-source and checks its conditions. Close it after use. */
export async function openCopySource(context: Context): Promise<OpenObject> {
  const { bucket, key } = parseCopySource(parameter(context, 'x-amz-copy-source') ?? '');
  context.store.buckets.get(bucket);
  const opened = await openObject(context.store, bucket, key);
  if (!opened) throw new S3Error('NoSuchKey', undefined, { Key: key });
  try {
    if (checkReadConditions(context.headers, opened.object.record, 'x-amz-copy-source-') === 'not-modified')
      throw new S3Error('PreconditionFailed');
    return opened;
  } catch (error) {
    await opened.close();
    throw error;
  }
}

function parseCopySource(header: string): { bucket: string; key: string } {
  const [path = '', version] = header.split('?versionId=');
  if (version !== undefined && version !== 'null')
    throw new S3Error('NotImplemented', 'Versions are not kept.');
  const decoded = decodeURIComponent(path).replace(/^\//, '');
  const slash = decoded.indexOf('/');
  if (slash < 1 || slash === decoded.length - 1)
    throw new S3Error('InvalidArgument', 'Copy source must name a bucket and a key.');
  return { bucket: decoded.slice(0, slash), key: checkKey(decoded.slice(slash + 1)) };
}
