import type { IncomingMessage } from 'node:http';
import { S3Error } from '../errors';
import type { Query } from '../http/query';
import { s3 } from '../options';
import { algorithm, type Scope } from './signature';

/** What a request says about who signed it, before any of it is believed. */
export interface Claim {
  form: 'header' | 'query';
  accessKeyId: string;
  scope: Scope;
  signedHeaders: string[];
  signature: string;
  /** `20260102T030405Z`, and its instant. */
  timestamp: string;
  signedAtMs: number;
  /** The payload's hash or one of S3's words for "not hashed" and "in signed pieces". */
  payloadHash: string;
}

const queryNames = ['Algorithm', 'Credential', 'Date', 'Expires', 'SignedHeaders', 'Signature'];

/** Reads the claim of a request; checks its form, its dates and its expiry. An unsigned request is AccessDenied. */
export function readClaim(request: IncomingMessage, query: Query, nowMs: number): Claim {
  const inQuery = queryNames.some((name) => query.has(`X-Amz-${name}`));
  const header = request.headers.authorization;
  if (query.has('X-Amz-Security-Token') || request.headers['x-amz-security-token'] !== undefined)
    throw new S3Error('InvalidToken');
  if (query.has('AWSAccessKeyId') || header?.startsWith('AWS '))
    throw new S3Error('InvalidRequest', 'Signature Version 2 is not supported. Please use AWS4-HMAC-SHA256.');
  if (inQuery && header !== undefined)
    throw new S3Error('InvalidArgument', 'Only one way of signing a request is allowed.');
  if (inQuery) return readQueryClaim(request, query, nowMs);
  if (header !== undefined) return readHeaderClaim(request, header, nowMs);
  throw new S3Error('AccessDenied', 'Anonymous access is not allowed.');
}

function readHeaderClaim(request: IncomingMessage, header: string, nowMs: number): Claim {
  const malformed = (message?: string) => new S3Error('AuthorizationHeaderMalformed', message);
  const [scheme, ...rest] = header.split(' ');
  if (scheme !== algorithm) throw malformed(`The authorization type is not supported; use ${algorithm}.`);
  const fields = new Map<string, string>();
  for (const field of rest.join(' ').split(',')) {
    const equals = field.indexOf('=');
    const name = field.slice(0, equals).trim();
    if (equals < 0 || fields.has(name)) throw malformed();
    fields.set(name, field.slice(equals + 1).trim());
  }
  const [credential, signedHeaders, signature] = ['Credential', 'SignedHeaders', 'Signature'].map((n) =>
    fields.get(n),
  );
  if (!credential || !signedHeaders || !signature || fields.size !== 3) throw malformed();
  const payloadHash = single(request, 'x-amz-content-sha256');
  if (!payloadHash) throw new S3Error('InvalidRequest', 'Missing required header: x-amz-content-sha256');
  const timestamp = single(request, 'x-amz-date');
  const signedAtMs = parseTimestamp(timestamp);
  if (Math.abs(nowMs - signedAtMs) > s3.maxClockSkewMs)
    throw new S3Error('RequestTimeTooSkewed', undefined, {
      RequestTime: timestamp ?? '',
      ServerTime: new Date(nowMs).toISOString(),
      MaxAllowedSkewMilliseconds: String(s3.maxClockSkewMs),
    });
  return {
    form: 'header',
    ...parseCredential(credential, timestamp ?? '', malformed),
    signedHeaders: parseSignedHeaders(signedHeaders, malformed),
    signature,
    timestamp: timestamp ?? '',
    signedAtMs,
    payloadHash,
  };
}

function readQueryClaim(request: IncomingMessage, query: Query, nowMs: number): Claim {
  const malformed = (message?: string) => new S3Error('AuthorizationQueryParametersError', message);
  const values = queryNames.map((name) => query.get(`X-Amz-${name}`));
  if (values.some((value) => value === undefined))
    throw malformed(`Needed are X-Amz-${queryNames.join(', X-Amz-')}.`);
  const [type, credential, timestamp, expires, signedHeaders, signature] = values as string[];
  if (type !== algorithm) throw malformed(`X-Amz-Algorithm only supports ${algorithm}.`);
  const seconds = Number(expires);
  if (!/^\d{1,7}$/.test(expires ?? '') || seconds < 1 || seconds > s3.maxPresignSeconds)
    throw malformed('X-Amz-Expires must be between 1 and 604800 seconds.');
  const signedAtMs = parseTimestamp(timestamp);
  if (signedAtMs - nowMs > s3.maxClockSkewMs) throw new S3Error('AccessDenied', 'Request is not yet valid.');
  if (nowMs > signedAtMs + seconds * 1000)
    throw new S3Error('AccessDenied', 'Request has expired.', { 'X-Amz-Expires': String(seconds) });
  return {
    form: 'query',
    ...parseCredential(credential ?? '', timestamp ?? '', malformed),
    signedHeaders: parseSignedHeaders(signedHeaders ?? '', malformed),
    signature: signature ?? '',
    timestamp: timestamp ?? '',
    signedAtMs,
    payloadHash:
      query.get('X-Amz-Content-Sha256') ?? single(request, 'x-amz-content-sha256') ?? 'UNSIGNED-PAYLOAD',
  };
}

/** Reads `ID/day/region/s3/aws4_request`; the day must be the timestamp's. */
export function parseCredential(text: string, timestamp: string, malformed: (message?: string) => S3Error) {
  const [accessKeyId, day, region, service, terminator, ...rest] = text.split('/');
  if (!accessKeyId || !day || !region || service !== 's3' || terminator !== 'aws4_request' || rest.length)
    throw malformed('The credential must read KEY/DATE/REGION/s3/aws4_request.');
  if (day !== timestamp.slice(0, 8)) throw malformed('The credential date is not the date of the request.');
  return { accessKeyId, scope: { day, region } };
}

function parseSignedHeaders(text: string, malformed: (message?: string) => S3Error): string[] {
  const names = text.split(';');
  if (names.some((name) => !/^[!#$%&'*+.^_`|~0-9a-z-]+$/.test(name)) || new Set(names).size !== names.length)
    throw malformed('The list of signed headers is malformed.');
  if (!names.includes('host')) throw malformed('The host header must be signed.');
  return names;
}

/** Milliseconds of `20260102T030405Z`. Throws AccessDenied when it is no date. */
export function parseTimestamp(text: string | undefined): number {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text ?? '');
  const [, year, month, day, hour, minute, second] = match ?? [];
  const instant = match ? Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`) : Number.NaN;
  if (Number.isNaN(instant)) throw new S3Error('AccessDenied', 'A valid X-Amz-Date is required.');
  return instant;
}

function single(request: IncomingMessage, name: string): string | undefined {
  const values = request.headersDistinct[name];
  if (values && values.length > 1) throw new S3Error('InvalidArgument', `The header ${name} was sent twice.`);
  return values?.[0];
}
