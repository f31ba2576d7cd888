import { S3Error } from '../errors';
import { checkReadConditions, matches } from '../http/conditions';
import { type Context, parameter, sendEmpty } from '../http/context';
import { checksumHeaders, hasControl } from '../http/object-headers';
import { utf8ForHeader } from '../http/query';
import { type ByteRange, parseRange } from '../http/range';
import { sendContent } from '../http/send-content';
import { s3 } from '../options';
import { openObject } from '../store/reader';
import type { ObjectRecord } from '../store/records';

/** GET and HEAD of an object: conditions, range or part number, response-* overrides. */
export async function getObject(context: Context): Promise<void> {
  const { request, response, store, target } = context;
  store.buckets.get(target.bucket);
  const overrides = readOverrides(context);
  const opened = await openObject(store, target.bucket, target.key);
  if (!opened) throw new S3Error('NoSuchKey', undefined, { Key: target.key });
  try {
    const { record } = opened.object;
    const validators = {
      ETag: `"${record.etag}"`,
      'Last-Modified': new Date(record.modifiedMs).toUTCString(),
    };
    if (checkReadConditions(request.headers, record) === 'not-modified') {
      sendEmpty(context, 304, validators);
      return;
    }
    const range = chooseRange(context, record);
    const headers: Record<string, string | number> = {
      ...capitalise(record.headers),
      ...validators,
      'Accept-Ranges': 'bytes',
      'Content-Length': range ? range.end - range.start + 1 : record.sizeBytes,
      ...overrides,
    };
    if (range) headers['Content-Range'] = `bytes ${range.start}-${range.end}/${record.sizeBytes}`;
    if (target.query.has('partNumber') && record.segments)
      headers['x-amz-mp-parts-count'] = record.segments.files.length;
    if (parameter(context, 'x-amz-checksum-mode') === 'ENABLED' && !range)
      Object.assign(headers, checksumHeaders(record));
    response.writeHead(range ? 206 : 200, headers);
    if (request.method === 'HEAD') response.end();
    else await sendContent(response, opened, range ?? { start: 0, end: record.sizeBytes - 1 });
  } finally {
    await opened.close();
  }
}

const overrideNames = {
  'response-content-type': 'Content-Type',
  'response-content-disposition': 'Content-Disposition',
  'response-cache-control': 'Cache-Control',
  'response-content-language': 'Content-Language',
  'response-content-encoding': 'Content-Encoding',
  'response-expires': 'Expires',
} as const;

/** The response-* parameters. They can only come from a signer: requests without a signature do not get here. */
function readOverrides({ target }: Context): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [parameterName, header] of Object.entries(overrideNames)) {
    const value = target.query.get(parameterName);
    if (value === undefined) continue;
    if (hasControl(value))
      throw new S3Error('InvalidArgument', `${parameterName} holds a control character.`);
    headers[header] = utf8ForHeader(value);
  }
  return headers;
}

function chooseRange({ request, target }: Context, record: ObjectRecord): ByteRange | null {
  if (target.query.has('partNumber')) {
    if (request.headers.range !== undefined)
      throw new S3Error('InvalidRequest', 'Cannot specify both Range header and partNumber query parameter.');
    return partRange(target.query.integer('partNumber', 1, { min: 1, max: s3.maxParts }), record);
  }
  const ifRange = request.headers['if-range']?.toString();
  const isCurrent = ifRange === undefined || matchesIfRange(ifRange, record);
  return isCurrent ? parseRange(request.headers.range, record.sizeBytes) : null;
}

function matchesIfRange(ifRange: string, { etag, modifiedMs }: ObjectRecord): boolean {
  if (ifRange.includes('"')) return !ifRange.startsWith('W/') && matches(ifRange, etag);
  return Date.parse(ifRange) === Math.floor(modifiedMs / 1000) * 1000;
}

/** The bytes of one part; an object that was not uploaded in parts has part 1 only. */
function partRange(partNumber: number, { segments, sizeBytes }: ObjectRecord): ByteRange | null {
  const files = segments?.files ?? [{ partNumber: 1, sizeBytes }];
  let start = 0;
  for (const file of files) {
    if (file.partNumber === partNumber)
      return file.sizeBytes ? { start, end: start + file.sizeBytes - 1 } : null;
    start += file.sizeBytes;
  }
  throw new S3Error('InvalidPartNumber');
}

/** `content-type` as `Content-Type`, so that an override of the same header replaces it. */
function capitalise(headers: Record<string, string>): Record<string, string> {
  const result: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers))
    result[name.startsWith('x-amz-') ? name : name.replace(/(^|-)[a-z]/g, (char) => char.toUpperCase())] =
      value;
  return result;
}
