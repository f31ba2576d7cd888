const hour = 3600;
const day = 24 * hour;

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

/** Whoever completes or sweeps an upload holds it this long; nobody else touches it inside. */
export const leaseSeconds = 60;
