import 'server-only';
import { isSigned, sign } from '@/lib/platform/crypto';

/** How long a visitor need not give the password again; RULES 17: at most 12 hours. */
export const unlockSeconds = 12 * 3600;
const purpose = 'share-unlock';

type Protected = { id: string; passwordVersion: number };
const claimOf = (share: Protected, expiresAt: number) => `${share.id}.${share.passwordVersion}.${expiresAt}`;

/** The value of the unlock cookie: its end (seconds since 1970) and an HMAC over share, password version and that end. */
export function unlockValue(share: Protected, now = Date.now()): string {
  const expiresAt = Math.floor(now / 1000) + unlockSeconds;
  return `${expiresAt}.${sign(purpose, claimOf(share, expiresAt))}`;
}

/** Whether value was made by unlockValue for this share and its present password, and has not ended. */
export function isUnlocked(share: Protected, value: string | null, now = Date.now()): boolean {
  const [, digits, signature] = /^(\d{1,12})\.([\w-]{43})$/.exec(value ?? '') ?? [];
  if (!digits || !signature) return false;
  const expiresAt = Number(digits);
  return expiresAt * 1000 > now && isSigned(purpose, claimOf(share, expiresAt), signature);
}
