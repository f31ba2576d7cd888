import 'server-only';
import { createHash, createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';
import { env } from './env';

/** A URL-safe random secret; 32 bytes = 256 bits unless told otherwise (RULES ask for at least 128). */
export function randomToken(bytes = 32): string {
  return randomBytes(bytes).toString('base64url');
}

/** What is stored of a random token: SHA-256, hex. A slow hash is for passwords; tokens have full entropy. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/** A 32-byte key for one purpose, derived from SLUICE_SECRET (HKDF, RFC 5869). Throws where the secret is missing. */
export function derivedKey(purpose: string): Buffer {
  const secret = env().SLUICE_SECRET;
  if (!secret) throw new Error('SLUICE_SECRET is not set; npm start makes and keeps one.');
  return Buffer.from(hkdfSync('sha256', secret, 'sluice', purpose, 32));
}

/** HMAC-SHA256 of text under the key of purpose, base64url. */
export function sign(purpose: string, text: string): string {
  return createHmac('sha256', derivedKey(purpose)).update(text).digest('base64url');
}

/** Whether signature is sign(purpose, text); takes the same time wherever they differ. */
export function isSigned(purpose: string, text: string, signature: string): boolean {
  return constantTimeEqual(sign(purpose, text), signature);
}

/** Compares two strings in a time that tells only their lengths. */
export function constantTimeEqual(left: string, right: string): boolean {
  const a = Buffer.from(left);
  const b = Buffer.from(right);
  return a.length === b.length && timingSafeEqual(a, b);
}
