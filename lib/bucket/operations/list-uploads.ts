import { type Context, owner, sendXml } from '../http/context';
import { element, rootElement, type Xml } from '../http/xml';
import { s3 } from '../options';
import type { UploadRecord } from '../store/records';
import { keyEncoder } from './list-objects';

const ownerElements = (): Xml[] =>
  ['Initiator', 'Owner'].map((role) =>
    element(role, [element('ID', owner.id), element('DisplayName', owner.displayName)]),
  );

/** ListParts, by pages of up to 1,000. */
export async function listParts(context: Context): Promise<void> {
  const { store, uploads, target } = context;
  const { query } = target;
  store.buckets.get(target.bucket);
  const upload = uploads.get(query.get('uploadId') ?? '', target.bucket, target.key);
  const maxParts = query.integer('max-parts', s3.maxPageKeys, { min: 0, max: 2 ** 31 - 1 });
  const marker = query.integer('part-number-marker', 0, { min: 0, max: 2 ** 31 - 1 });
  const limit = Math.min(maxParts, s3.maxPageKeys);
  const found = store.index.listParts(upload.uploadId, marker, limit + 1);
  const page = found.slice(0, limit);
  sendXml(
    context,
    rootElement('ListPartsResult', [
      element('Bucket', target.bucket),
      element('Key', keyEncoder(query.get('encoding-type'))(target.key)),
      element('UploadId', upload.uploadId),
      ...ownerElements(),
      element('StorageClass', 'STANDARD'),
      element('PartNumberMarker', marker),
      element('NextPartNumberMarker', page.at(-1)?.record.partNumber ?? 0),
      element('MaxParts', maxParts),
      element('IsTruncated', found.length > page.length && limit > 0),
      ...(upload.checksumAlgorithm
        ? [
            element('ChecksumAlgorithm', upload.checksumAlgorithm.toUpperCase()),
            element('ChecksumType', upload.checksumType ?? 'COMPOSITE'),
          ]
        : []),
      ...page.map(({ record }) =>
        element('Part', [
          element('PartNumber', record.partNumber),
          element('LastModified', new Date(record.modifiedMs).toISOString()),
          element('ETag', `"${record.etag}"`),
          element('Size', record.sizeBytes),
          ...Object.entries(record.checksums).map(([name, value]) =>
            element(`Checksum${name.toUpperCase()}`, value),
          ),
        ]),
      ),
    ]),
  );
}

/** ListMultipartUploads: by key, then by id. */
export async function listUploads(context: Context): Promise<void> {
  const { store, target } = context;
  const { query, bucket } = target;
  store.buckets.get(bucket);
  const prefix = query.get('prefix') ?? '';
  const delimiter = query.get('delimiter') ?? '';
  const encode = keyEncoder(query.get('encoding-type'));
  const maxUploads = query.integer('max-uploads', s3.maxPageKeys, { min: 0, max: 2 ** 31 - 1 });
  const limit = Math.min(maxUploads, s3.maxPageKeys);
  const keyMarker = query.get('key-marker') ?? '';
  const idMarker = query.get('upload-id-marker') ?? '';
  const page = collectUploads(context, { prefix, delimiter, limit, keyMarker, idMarker });
  sendXml(
    context,
    rootElement('ListMultipartUploadsResult', [
      element('Bucket', bucket),
      element('KeyMarker', encode(keyMarker)),
      element('UploadIdMarker', idMarker),
      ...(page.next
        ? [element('NextKeyMarker', encode(page.next.key)), element('NextUploadIdMarker', page.next.id)]
        : []),
      element('Prefix', encode(prefix)),
      ...(delimiter ? [element('Delimiter', encode(delimiter))] : []),
      element('MaxUploads', maxUploads),
      element('IsTruncated', page.next !== null),
      ...page.uploads.map((upload) =>
        element('Upload', [
          element('Key', encode(upload.key)),
          element('UploadId', upload.uploadId),
          ...ownerElements(),
          element('StorageClass', 'STANDARD'),
          element('Initiated', new Date(upload.initiatedMs).toISOString()),
        ]),
      ),
      ...page.commonPrefixes.map((common) => element('CommonPrefixes', [element('Prefix', encode(common))])),
    ]),
  );
}

interface Wanted {
  prefix: string;
  delimiter: string;
  limit: number;
  keyMarker: string;
  idMarker: string;
}

const batchRows = 1001;
/** Greater than every upload id: with it a key marker alone skips all uploads of that key, as S3 does. */
const afterAllIds = '~';

function collectUploads(
  { store, target }: Context,
  { prefix, delimiter, limit, keyMarker, idMarker }: Wanted,
) {
  const uploads: UploadRecord[] = [];
  const commonPrefixes: string[] = [];
  let last: { key: string; id: string } | null = null;
  let from = keyMarker ? { key: keyMarker, id: idMarker || afterAllIds } : { key: '', id: '' };
  for (;;) {
    const rows: UploadRecord[] = store.index.listUploads(target.bucket, from.key, from.id, batchRows);
    for (const row of rows) {
      from = { key: row.key, id: row.uploadId };
      if (!row.key.startsWith(prefix)) continue;
      const at = delimiter ? row.key.indexOf(delimiter, prefix.length) : -1;
      const common = at < 0 ? null : row.key.slice(0, at + delimiter.length);
      if (common !== null && (common === commonPrefixes.at(-1) || keyMarker.startsWith(common))) continue;
      if (uploads.length + commonPrefixes.length >= limit)
        return { uploads, commonPrefixes, next: limit ? last : null };
      if (common === null) uploads.push(row);
      else commonPrefixes.push(common);
      last = common === null ? from : { key: common, id: afterAllIds };
    }
    if (rows.length < batchRows) return { uploads, commonPrefixes, next: null };
  }
}
