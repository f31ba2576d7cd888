import 'server-only';
import { createHmac, hash } from 'node:crypto';
import type { StorageCredentials } from './client';
import { encodeUri } from './uri';

/**
 * SigV4 query signing for the hot paths. The SDK's getSignedUrl walks its whole middleware stack, 0.4–1.3 ms a URL;
 * this does two digests over two short strings. A differential test holds it to the SDK's output byte for byte.
 * Source: https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
 */
const ALGORITHM = 'AWS4-HMAC-SHA256';
const EXPIRES_LIMIT_SECONDS = 604_800;

/** One request to sign. Everything in headers is signed as a header, so that the sender must send exactly it. */
export interface SignRequest {
  method: 'GET' | 'HEAD' | 'PUT' | 'POST' | 'DELETE';
  /** Already percent-encoded, with a leading slash. */
  path: string;
  /** Lower-case names in sorted order, host among them; values without outer or double spaces. */
  headers: Readonly<Record<string, string>>;
  /** Raw names and values, sorted by name, all after "X-Amz-" in code-unit order (lower-case names are). */
  query: readonly (readonly [name: string, value: string])[];
  signedAtMs: number;
  expiresInSeconds: number;
}

/** Signs for one key pair, one region and one origin. Synchronous, and cheap to make. */
export class Signer {
  /** Value of the host header, which is part of every signature. */
  readonly host: string;
  private scope: Scope | undefined;

  constructor(
    private readonly credentials: StorageCredentials,
    private readonly region: string,
    private readonly origin: string,
  ) {
    this.host = new URL(origin).host;
  }

  /** The signed URL. Throws RangeError when the life is not 1 … 604,800 whole seconds. */
  signUrl(request: SignRequest): string {
    const { expiresInSeconds } = request;
    if (
      !Number.isInteger(expiresInSeconds) ||
      expiresInSeconds < 1 ||
      expiresInSeconds > EXPIRES_LIMIT_SECONDS
    ) {
      throw new RangeError(`a signed URL lives 1 to 604800 seconds, not ${expiresInSeconds}`);
    }
    const scope = this.scopeAt(request.signedAtMs);
    let names = '';
    let lines = '';
    for (const name in request.headers) {
      names += names ? `;${name}` : name;
      lines += `${name}:${request.headers[name]}\n`;
    }
    let rest = '';
    for (const [name, value] of request.query) rest += `&${encodeUri(name)}=${encodeUri(value)}`;
    const head = `${scope.queryHead}${expiresInSeconds}${scope.queryToken}`;
    const tail = `&X-Amz-SignedHeaders=${names.replaceAll(';', '%3B')}${rest}`;
    const canonical = `${request.method}\n${request.path}\n${head}${tail}\n${lines}\n${names}\nUNSIGNED-PAYLOAD`;
    const signature = scope.sign(`${scope.stringHead}${hash('sha256', canonical, 'hex')}`);
    return `${this.origin}${request.path}?${head}&X-Amz-Signature=${signature}${tail}`;
  }

  /** The fields of a form upload: policy, credential, date and signature. */
  signPolicy(
    conditions: readonly unknown[],
    signedAtMs: number,
    expiresInSeconds: number,
  ): Record<string, string> {
    const scope = this.scopeAt(signedAtMs);
    const { sessionToken } = this.credentials;
    const fields: Record<string, string> = {
      'X-Amz-Algorithm': ALGORITHM,
      'X-Amz-Credential': scope.credential,
      'X-Amz-Date': scope.longDate,
      ...(sessionToken && { 'X-Amz-Security-Token': sessionToken }),
    };
    const policy = {
      expiration: iso(signedAtMs + expiresInSeconds * 1000),
      conditions: [...conditions, ...Object.entries(fields).map(([name, value]) => ({ [name]: value }))],
    };
    const encoded = Buffer.from(JSON.stringify(policy)).toString('base64');
    return { ...fields, Policy: encoded, 'X-Amz-Signature': scope.sign(encoded) };
  }

  /** Everything that holds for one second: a batch is signed within few of them. */
  private scopeAt(signedAtMs: number): Scope {
    const second = Math.floor(signedAtMs / 1000);
    if (this.scope?.second !== second) this.scope = this.makeScope(second);
    return this.scope;
  }

  private makeScope(second: number): Scope {
    const { accessKeyId, sessionToken } = this.credentials;
    const longDate = iso(second * 1000).replace(/[-:]/g, '');
    const day = longDate.slice(0, 8);
    const path = `${day}/${this.region}/s3/aws4_request`;
    const credential = `${accessKeyId}/${path}`;
    const key = dayKey(this.credentials, day, this.region);
    return {
      second,
      longDate,
      credential,
      queryHead: `X-Amz-Algorithm=${ALGORITHM}&X-Amz-Content-Sha256=UNSIGNED-PAYLOAD&X-Amz-Credential=${encodeUri(credential)}&X-Amz-Date=${longDate}&X-Amz-Expires=`,
      queryToken: sessionToken ? `&X-Amz-Security-Token=${encodeUri(sessionToken)}` : '',
      stringHead: `${ALGORITHM}\n${longDate}\n${path}\n`,
      sign: (text) => createHmac('sha256', key).update(text).digest('hex'),
    };
  }
}

interface Scope {
  second: number;
  longDate: string;
  credential: string;
  queryHead: string;
  queryToken: string;
  stringHead: string;
  sign(text: string): string;
}

/** Second precision, as the SDK writes it. */
function iso(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}

const DAY_KEYS_KEPT = 50;
const dayKeys = new Map<string, Buffer>();

/** The day's signing key. The secret is part of the cache's key too: it may be replaced under the same access key. */
function dayKey(credentials: StorageCredentials, day: string, region: string): Buffer {
  const { accessKeyId, secretAccessKey, sessionToken = '' } = credentials;
  const name = hash(
    'sha256',
    JSON.stringify([accessKeyId, day, region, sessionToken, secretAccessKey]),
    'hex',
  );
  const kept = dayKeys.get(name);
  if (kept) return kept;
  const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();
  const made = hmac(hmac(hmac(hmac(`AWS4${secretAccessKey}`, day), region), 's3'), 'aws4_request');
  if (dayKeys.size >= DAY_KEYS_KEPT) dayKeys.clear();
  dayKeys.set(name, made);
  return made;
}
