import { hash } from 'node:crypto';
import { StorageError } from './errors';

/** When a URL is signed, for how long, and what its user is told of it. */
export interface Life {
  signedAtMs: number;
  signedForSeconds: number;
  told: { expiresInSeconds: number; expiresAt: Date };
}

export interface LifeOf {
  nowMs: number;
  /** End of the credentials that sign; a URL never outlives them. */
  endsAt?: Date | undefined;
}

/** Thumbnails may be cache-stable for an hour at most, originals and share downloads never. */
const LONGEST_WINDOW_SECONDS = 3_600;

/** A life that begins now. Throws bad_credentials when the credentials have ended. */
export function planLife(wantedSeconds: number, { nowMs, endsAt }: LifeOf): Life {
  const signedAtMs = Math.floor(nowMs / 1000) * 1000;
  return capped(signedAtMs, wantedSeconds, signedAtMs, endsAt);
}

/**
 * A life of two windows whose start is rounded down to a window, so that the URL stays the same for all of it. The
 * start is shifted by the key, so that a gallery does not change all at once. Throws RangeError beyond an hour.
 */
export function planStableLife(key: string, windowSeconds: number, { nowMs, endsAt }: LifeOf): Life {
  if (!Number.isInteger(windowSeconds) || windowSeconds < 1 || windowSeconds > LONGEST_WINDOW_SECONDS) {
    throw new RangeError(`a stable window is 1 to ${LONGEST_WINDOW_SECONDS} s, not ${windowSeconds}`);
  }
  const windowMs = windowSeconds * 1000;
  const shiftMs = (Number.parseInt(hash('sha256', key, 'hex').slice(0, 8), 16) % windowSeconds) * 1000;
  const signedAtMs = Math.floor((nowMs - shiftMs) / windowMs) * windowMs + shiftMs;
  return capped(signedAtMs, windowSeconds * 2, nowMs, endsAt);
}

function capped(signedAtMs: number, wantedSeconds: number, nowMs: number, endsAt: Date | undefined): Life {
  const ends = endsAt?.getTime() ?? Number.POSITIVE_INFINITY;
  if (ends - nowMs < 1_000) {
    throw new StorageError({ kind: 'bad_credentials', operation: 'Presign', providerCode: 'ExpiredToken' });
  }
  const signedForSeconds = Math.min(wantedSeconds, Math.floor((ends - signedAtMs) / 1000));
  const endsAtMs = signedAtMs + signedForSeconds * 1000;
  const expiresInSeconds = Math.floor((endsAtMs - nowMs) / 1000);
  return { signedAtMs, signedForSeconds, told: { expiresInSeconds, expiresAt: new Date(endsAtMs) } };
}
