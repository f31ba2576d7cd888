import type { IncomingMessage } from 'node:http';
import { S3Error } from '../errors';
import { uriEncode, uriEncodePath } from '../http/query';
import type { Target } from '../http/target';
import type { AccessKey } from '../options';
import { type Claim, readClaim } from './claim';
import {
  algorithm,
  hmacSha256,
  type Scope,
  SigningKeys,
  sameSignature,
  scopeText,
  sha256Hex,
} from './signature';

/** A request whose signature was found true. The rest is needed to check the pieces of a signed stream. */
export interface Verified {
  accessKeyId: string;
  isPresigned: boolean;
  payloadHash: string;
  signingKey: Buffer;
  scope: string;
  timestamp: string;
  signature: string;
}

/** Knows the keys and checks who signed. */
export class Verifier {
  private readonly secrets: Map<string, string>;
  private readonly signingKeys = new SigningKeys();

  constructor(
    keys: AccessKey[],
    private readonly region: string,
  ) {
    this.secrets = new Map(keys.map((key) => [key.accessKeyId, key.secretAccessKey]));
  }

  /** Throws AccessDenied, SignatureDoesNotMatch and their kin; see readClaim for form and dates. */
  verify(request: IncomingMessage, target: Target): Verified {
    const claim = readClaim(request, target.query, Date.now());
    const signingKey = this.signingKey(claim.accessKeyId, claim.scope);
    refuseUnsignedHeaders(request, claim);
    // Most clients sign the path in S3's encoding; some sign it as they sent it. Both name the same key.
    const paths = new Set([uriEncodePath(target.path), target.rawPath]);
    const matches = [...paths].some((path) =>
      sameSignature(sign(signingKey, claim, canonicalRequest(request, target, path, claim)), claim.signature),
    );
    if (!matches) throw new S3Error('SignatureDoesNotMatch');
    return {
      accessKeyId: claim.accessKeyId,
      isPresigned: claim.form === 'query',
      payloadHash: claim.payloadHash,
      signingKey,
      scope: scopeText(claim.scope),
      timestamp: claim.timestamp,
      signature: claim.signature,
    };
  }

  /** Signing key of an access key id for a scope. Throws InvalidAccessKeyId, or when the region is another one. */
  signingKey(accessKeyId: string, scope: Scope): Buffer {
    const secret = this.secrets.get(accessKeyId);
    if (secret === undefined) throw new S3Error('InvalidAccessKeyId');
    if (scope.region !== this.region)
      throw new S3Error(
        'AuthorizationHeaderMalformed',
        `The region '${scope.region}' is wrong; expecting '${this.region}'.`,
        { Region: this.region },
      );
    return this.signingKeys.get(accessKeyId, secret, scope);
  }
}

/** Whoever holds a presigned URL could otherwise add an ACL, an encryption or a copy source to it. */
function refuseUnsignedHeaders(request: IncomingMessage, { signedHeaders }: Claim): void {
  const signed = new Set(signedHeaders);
  const unsigned = Object.keys(request.headers).filter(
    (name) => name.startsWith('x-amz-') && !signed.has(name),
  );
  if (unsigned.length)
    throw new S3Error('AccessDenied', 'There were headers present in the request which were not signed.', {
      HeadersNotSigned: unsigned.join(', '),
    });
}

/** Node gives header values as Latin-1, byte for byte: hashed so, what the client signed in UTF-8 comes out the same. */
function sign(signingKey: Buffer, claim: Claim, canonical: string): string {
  const text = [
    algorithm,
    claim.timestamp,
    scopeText(claim.scope),
    sha256Hex(Buffer.from(canonical, 'latin1')),
  ].join('\n');
  return hmacSha256(signingKey, text).toString('hex');
}

/** Source: "Create a signed AWS API request", step 1; S3 encodes the path once and does not normalise it. */
function canonicalRequest(request: IncomingMessage, target: Target, path: string, claim: Claim): string {
  const headers = claim.signedHeaders.map((name) => `${name}:${canonicalHeader(request, name)}\n`).join('');
  return [
    request.method,
    path,
    canonicalQuery(target.query.pairs),
    headers,
    claim.signedHeaders.join(';'),
    claim.payloadHash,
  ].join('\n');
}

function canonicalHeader(request: IncomingMessage, name: string): string {
  const values = request.headersDistinct[name] ?? [];
  return values.map((value) => value.trim().replace(/ +/g, ' ')).join(',');
}

function canonicalQuery(pairs: Target['query']['pairs']): string {
  const encoded: [string, string][] = [];
  for (const [name, value] of pairs)
    if (name !== 'X-Amz-Signature') encoded.push([uriEncode(name), uriEncode(value)]);
  encoded.sort(([a, x], [b, y]) => compareAscii(a, b) || compareAscii(x, y));
  return encoded.map(([name, value]) => `${name}=${value}`).join('&');
}

function compareAscii(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
