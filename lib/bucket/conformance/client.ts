import { createHash, createHmac } from 'node:crypto';
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';

/** Where the suite runs, and who it is there. */
export interface Endpoint {
  url: URL;
  region: string;
  accessKeyId: string;
  secretAccessKey: string;
}

export interface RawRequest {
  method?: string;
  /** As it goes on the wire: already percent-encoded. */
  path: string;
  query?: [string, string][];
  headers?: Record<string, string>;
  body?: Buffer | string;
  signing?: Signing;
}

/** How to sign; everything has the right value unless a check wants it wrong. */
export interface Signing {
  form?: 'header' | 'query' | 'none';
  date?: Date;
  /** Day in the credential, when it is to differ from the date. */
  day?: string;
  region?: string;
  service?: string;
  accessKeyId?: string;
  secretAccessKey?: string;
  expiresSeconds?: number | string;
  payloadHash?: string;
  /** Headers sent without being signed. */
  unsigned?: string[];
  /** Changes the request after it was signed. */
  tamper?: (request: Prepared) => void;
}

export interface Prepared {
  method: string;
  path: string;
  query: [string, string][];
  headers: Record<string, string>;
  body: Buffer;
}

export interface RawAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
  text: string;
  /** The code in an error's XML. */
  code: string | undefined;
}

export function sha256(data: Buffer | string): string {
  return createHash('sha256').update(data).digest('hex');
}

export function hmac(key: Buffer | string, data: string): Buffer {
  return createHmac('sha256', key).update(data).digest();
}

export function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

export function encodePath(path: string): string {
  return path.split('/').map(encode).join('/');
}

/** A signed request, and what is needed to sign the pieces of a streamed body. */
export interface Signed extends Prepared {
  signature: string;
  signingKey: Buffer;
  scope: string;
  timestamp: string;
}

/** Signs a request from first principles, so that a mistake shared with the SDK or the server would show. */
export function sign(endpoint: Endpoint, raw: RawRequest): Signed {
  const { signing = {} } = raw;
  const body = Buffer.from(raw.body ?? '');
  const timestamp = `${(signing.date ?? new Date()).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`;
  const day = signing.day ?? timestamp.slice(0, 8);
  const region = signing.region ?? endpoint.region;
  const service = signing.service ?? 's3';
  const scope = `${day}/${region}/${service}/aws4_request`;
  const secret = signing.secretAccessKey ?? endpoint.secretAccessKey;
  const signingKey = [day, region, service, 'aws4_request'].reduce<Buffer | string>(
    hmac,
    `AWS4${secret}`,
  ) as Buffer;
  const credential = `${signing.accessKeyId ?? endpoint.accessKeyId}/${scope}`;
  const prepared: Prepared = {
    method: raw.method ?? 'GET',
    path: raw.path,
    query: [...(raw.query ?? [])],
    headers: { host: endpoint.url.host, ...raw.headers },
    body,
  };
  const form = signing.form ?? 'header';
  if (form === 'none') return { ...prepared, signature: '', signingKey, scope, timestamp };
  const payloadHash = signing.payloadHash ?? (form === 'query' ? 'UNSIGNED-PAYLOAD' : sha256(body));
  if (form === 'header')
    Object.assign(prepared.headers, { 'x-amz-date': timestamp, 'x-amz-content-sha256': payloadHash });
  const names = Object.keys(prepared.headers)
    .filter((name) => !signing.unsigned?.includes(name))
    .sort();
  if (form === 'query')
    prepared.query.push(
      ['X-Amz-Algorithm', 'AWS4-HMAC-SHA256'],
      ['X-Amz-Credential', credential],
      ['X-Amz-Date', timestamp],
      ['X-Amz-Expires', String(signing.expiresSeconds ?? 300)],
      ['X-Amz-SignedHeaders', names.join(';')],
    );
  const canonical = [
    prepared.method,
    prepared.path,
    canonicalQuery(prepared.query),
    names.map((name) => `${name}:${prepared.headers[name]?.trim().replace(/ +/g, ' ')}\n`).join(''),
    names.join(';'),
    payloadHash,
  ].join('\n');
  const text = ['AWS4-HMAC-SHA256', timestamp, scope, sha256(canonical)].join('\n');
  const signature = hmac(signingKey, text).toString('hex');
  if (form === 'query') prepared.query.push(['X-Amz-Signature', signature]);
  else
    prepared.headers.authorization = `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=${names.join(';')}, Signature=${signature}`;
  return { ...prepared, signature, signingKey, scope, timestamp };
}

function canonicalQuery(query: [string, string][]): string {
  return query
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .sort((a, b) => (a < b ? -1 : 1))
    .join('&');
}

/** Signs and sends a request, byte for byte as given: nothing normalises its path. */
export async function send(endpoint: Endpoint, raw: RawRequest): Promise<RawAnswer> {
  const prepared = sign(endpoint, raw);
  raw.signing?.tamper?.(prepared);
  return transmit(endpoint, prepared);
}

export function transmit(
  endpoint: Endpoint,
  { method, path, query, headers, body }: Prepared,
): Promise<RawAnswer> {
  const search = query.map(([name, value]) => `${encode(name)}=${encode(value)}`).join('&');
  const sent = { ...headers };
  const hasBody = body.length > 0 || method === 'PUT' || method === 'POST';
  if (hasBody && sent['content-length'] === undefined && sent['transfer-encoding'] === undefined)
    sent['content-length'] = String(body.length);
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      {
        host: endpoint.url.hostname,
        port: endpoint.url.port,
        method,
        path: search ? `${path}?${search}` : path,
        headers: sent,
        setHost: false,
        agent: false,
      },
      (response) => {
        const pieces: Buffer[] = [];
        response.on('data', (piece: Buffer) => pieces.push(piece));
        response.on('error', reject);
        response.on('end', () => {
          const answer = Buffer.concat(pieces);
          const text = answer.toString();
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: answer,
            text,
            code: /<Code>([^<]*)<\/Code>/.exec(text)?.[1],
          });
        });
      },
    );
    request.on('error', reject);
    request.end(body);
  });
}
