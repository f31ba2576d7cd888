import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import type { Verified, Verifier } from '../auth/verify';
import { openBody } from '../body/open-body';
import { readExpectations } from '../body/receive';
import { readSmallBody } from '../body/small-body';
import type { Limits } from '../options';
import type { Store } from '../store/store';
import type { Uploads } from '../store/uploads';
import { utf8ForHeader } from './query';
import type { Target } from './target';
import { parseXml, type Xml, type XmlNode, xmlDocument } from './xml';

/** What lives as long as the server. */
export interface Services {
  store: Store;
  uploads: Uploads;
  verifier: Verifier;
  region: string;
  limits: Limits;
}

/** A request whose signature was found true, on its way through an operation. */
export interface Context extends Services {
  request: IncomingMessage;
  response: ServerResponse;
  requestId: string;
  target: Target;
  verified: Verified;
  /** The request's headers, and the x-amz-* ones that were signed into the query of a presigned URL. */
  headers: IncomingHttpHeaders;
}

/** The owner shown in listings: every key sees and owns everything. */
export const owner = { id: 'bucket-owner', displayName: 'bucket-owner' };

export type Operation = (context: Context) => Promise<void>;

export function sendXml(
  { response }: { response: ServerResponse },
  root: Xml,
  status = 200,
  headers = {},
): void {
  const body = Buffer.from(xmlDocument(root));
  response.writeHead(status, {
    'Content-Type': 'application/xml',
    'Content-Length': body.length,
    ...headers,
  });
  response.end(body);
}

export function sendEmpty({ response }: { response: ServerResponse }, status: number, headers = {}): void {
  response.writeHead(
    status,
    status === 204 || status === 304 ? headers : { 'Content-Length': 0, ...headers },
  );
  response.end();
}

/** Headers with those a presigner moved into the query: S3 reads `?x-amz-acl=…` as if it had come as a header. */
export function effectiveHeaders({ headers }: IncomingMessage, { query }: Target, { isPresigned }: Verified) {
  if (!isPresigned) return headers;
  const hoisted = query.pairs.filter(([name]) => /^x-amz-/i.test(name) && !signingNames.has(name));
  if (!hoisted.length) return headers;
  const named = hoisted.map(([name, value]) => [name.toLowerCase(), utf8ForHeader(value)] as const);
  return { ...Object.fromEntries(named), ...headers };
}

/** The parameters of every presigned URL: they are no headers. */
const signingNames = new Set(
  ['Algorithm', 'Credential', 'Date', 'Expires', 'SignedHeaders', 'Signature'].map((name) => `X-Amz-${name}`),
);

export function parameter({ headers }: Pick<Context, 'headers'>, name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value.join(',') : value;
}

const maxDocumentBytes = 2 * 1024 * 1024;

/** The XML document in a request's body, its digests checked. */
export async function readDocument(context: Context, rootName: string): Promise<XmlNode> {
  const { request, response, verified, limits } = context;
  const body = openBody(request, response, verified, limits);
  const expected = readExpectations(context.headers, verified.payloadHash, body.announcedTrailer);
  return parseXml(await readSmallBody(body, expected, maxDocumentBytes), rootName);
}
