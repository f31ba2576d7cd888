import type { IncomingMessage, ServerResponse } from 'node:http';
import { verifyPostPolicy } from '../auth/post-policy';
import { readForm } from '../body/form-data';
import { parseLength, type RequestBody, rawChunks } from '../body/open-body';
import { readExpectations, receiveBody } from '../body/receive';
import { S3Error } from '../errors';
import { type Services, sendEmpty, sendXml } from '../http/context';
import { readObjectHeaders, refuseUnsupportedHeaders } from '../http/object-headers';
import { utf8ForHeader } from '../http/query';
import { checkKey } from '../http/target';
import { element, rootElement } from '../http/xml';
import { s3 } from '../options';
import type { ObjectRecord } from '../store/records';
import { commitReceived } from './put-object';

/** In a form's key this stands for the name of the file. */
const fileNameMark = '$\u007bfilename}';

export interface PostRequest {
  request: IncomingMessage;
  response: ServerResponse;
  bucket: string;
}

/** POST of a form with a signed policy: the browser's upload without a preflight. The policy is the authorisation. */
export async function postObject(
  services: Services,
  { request, response, bucket }: PostRequest,
): Promise<void> {
  const { store, verifier, limits } = services;
  const lengthBytes = parseLength(request.headers['content-length']);
  const form = await readForm(request.headers['content-type'], rawChunks(request, response, limits));
  const { fields } = form;
  fields.set('bucket', bucket);
  const range = verifyPostPolicy(verifier, fields, Date.now());
  store.buckets.get(bucket);
  const headers = Object.fromEntries([...fields].map(([name, value]) => [name, utf8ForHeader(value)]));
  refuseUnsupportedHeaders(headers);
  const key = checkKey((fields.get('key') ?? '').replaceAll(fileNameMark, form.fileName));
  if (!key) throw new S3Error('InvalidArgument', 'Bucket POST must contain a field named "key".');
  const body: RequestBody = {
    lengthBytes,
    isUpperBound: true,
    chunks: withinRange(form.file, range),
    announcedTrailer: undefined,
    trailer: () => undefined,
  };
  const expected = readExpectations(headers, 'UNSIGNED-PAYLOAD');
  // Some bytes of the length are fields: the size itself is checked as it streams.
  const received = await receiveBody(store, { body, expected, maxBytes: s3.maxPutBytes + 2 ** 20 });
  const record: ObjectRecord = {
    kind: 'object',
    bucket,
    key,
    sizeBytes: received.sizeBytes,
    etag: received.md5Hex,
    modifiedMs: Date.now(),
    headers: readObjectHeaders(headers),
    checksums: received.checksums,
  };
  await commitReceived(services, received.file, record);
  answer({ request, response }, fields, record);
}

async function* withinRange(file: AsyncGenerator<Buffer>, range: { minBytes: number; maxBytes: number }) {
  const maxBytes = Math.min(range.maxBytes, s3.maxPutBytes);
  let size = 0;
  for await (const piece of file) {
    size += piece.length;
    if (size > maxBytes) throw new S3Error('EntityTooLarge', undefined, { MaxSizeAllowed: String(maxBytes) });
    yield piece;
  }
  if (size < range.minBytes)
    throw new S3Error('EntityTooSmall', 'Your proposed upload is smaller than the minimum allowed size.', {
      ProposedSize: String(size),
      MinSizeAllowed: String(range.minBytes),
    });
}

function answer(
  { request, response }: Omit<PostRequest, 'bucket'>,
  fields: Map<string, string>,
  record: ObjectRecord,
) {
  const { bucket, key } = record;
  const etag = `"${record.etag}"`;
  const location = `http://${request.headers.host}/${bucket}/${encodeURIComponent(key)}`;
  const redirect = redirectTarget(fields.get('success_action_redirect') ?? fields.get('redirect'));
  if (redirect) {
    for (const [name, value] of Object.entries({ bucket, key, etag }))
      redirect.searchParams.append(name, value);
    sendEmpty({ response }, 303, { Location: redirect.href, ETag: etag });
    return;
  }
  const headers = { ETag: etag, Location: location };
  const status = Number(fields.get('success_action_status') ?? 204);
  if (status === 201) {
    const parts = { Location: location, Bucket: bucket, Key: key, ETag: etag };
    const elements = Object.entries(parts).map(([name, value]) => element(name, value));
    sendXml({ response }, rootElement('PostResponse', elements), 201, headers);
  } else sendEmpty({ response }, status === 200 ? 200 : 204, headers);
}

/** The URL a browser is sent to afterwards; one that is no http(s) URL is ignored, as S3 does. */
function redirectTarget(text: string | undefined): URL | null {
  if (text === undefined || !URL.canParse(text)) return null;
  const url = new URL(text);
  return url.protocol === 'http:' || url.protocol === 'https:' ? url : null;
}
