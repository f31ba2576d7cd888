import type { UserActor } from '@/lib/access/actor';
import type { Policy } from '@/lib/contracts/policy';

const hour = 3600;
const day = 24 * hour;

/** How long an upload URL lives: as the policy says, shorter where the caller's token says so. */
export function uploadUrlSeconds(actor: UserActor, { uploadUrlSeconds: seconds }: Policy): number {
  return Math.min(seconds, actor.token?.urlSeconds ?? seconds);
}

/** An upload without parts: URL life and the time the bytes take at 1 Mbit/s, at least an hour (RULES 5). */
export function uploadLifeSeconds({
  sizeBytes,
  urlSeconds,
  multipart,
}: {
  sizeBytes: number;
  urlSeconds: number;
  multipart: boolean;
}): number {
  if (multipart) return 7 * day;
  return Math.max(hour, Math.ceil(urlSeconds + (sizeBytes * 8) / 1_000_000));
}

/** Ended uploads are kept this long, and their keys looked at again: a slow PUT may still end. */
export const tombstoneSeconds = 7 * day;

/** Wait before look number `looks` at an unconfirmed upload: 2 min, doubled, at most 6 h. */
export function nextLookSeconds(looks: number): number {
  return Math.min(120 * 2 ** Math.min(looks, 20), 6 * hour);
}

/**
 * Whoever completes or sweeps an upload holds it this long, renewed at a third; nobody else touches it inside. It is
 * also how long a person waits when the process that held it died.
 */
export const leaseSeconds = 20;
