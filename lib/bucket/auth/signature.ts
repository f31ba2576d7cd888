import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

export const algorithm = 'AWS4-HMAC-SHA256';

export function sha256Hex(data: string | Buffer): string {
  return createHash('sha256').update(data).digest('hex');
}

export function hmacSha256(key: string | Buffer, data: string): Buffer {
  return createHmac('sha256', key).update(data).digest();
}

/** `day/region/s3/aws4_request` */
export interface Scope {
  day: string;
  region: string;
}

export function scopeText({ day, region }: Scope): string {
  return `${day}/${region}/s3/aws4_request`;
}

/** The key that signs for one day, region and secret. Source: "Create a signed AWS API request", step 4. */
export function deriveSigningKey(secret: string, { day, region }: Scope): Buffer {
  return hmacSha256(hmacSha256(hmacSha256(hmacSha256(`AWS4${secret}`, day), region), 's3'), 'aws4_request');
}

/** Signing keys of the last few days: deriving one takes four HMACs. */
export class SigningKeys {
  private readonly cache = new Map<string, Buffer>();

  get(accessKeyId: string, secret: string, scope: Scope): Buffer {
    const name = `${accessKeyId}/${scopeText(scope)}`;
    const known = this.cache.get(name);
    if (known) return known;
    if (this.cache.size >= 64) this.cache.clear();
    const key = deriveSigningKey(secret, scope);
    this.cache.set(name, key);
    return key;
  }
}

/** Compares two hexadecimal signatures in a time that tells nothing of where they differ. */
export function sameSignature(expected: string, given: string): boolean {
  const a = Buffer.from(expected);
  const b = Buffer.from(given);
  return a.length === b.length && timingSafeEqual(a, b);
}
