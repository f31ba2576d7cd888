import 'server-only';
import { defaultStorage, type StorageHandle } from './client';
import { encodePath } from './uri';

const PATIENCE_MS = 5_000;

/** Address of a key (or of the bucket itself, for '') without any signature. */
function plainUrl(key: string, endpoint: string, on: StorageHandle): string {
  const url = new URL(endpoint);
  const { bucket, forcePathStyle } = on.config;
  const host = forcePathStyle ? url.host : `${bucket}.${url.host}`;
  const base = `${url.protocol}//${host}${url.pathname.replace(/\/+$/, '')}`;
  return `${base}/${forcePathStyle ? `${bucket}/` : ''}${encodePath(key)}`;
}

/**
 * Whether anybody can read an object of ours (key must exist) or list the bucket, without a signature, at the
 * internal or the public endpoint; null when neither answered.
 */
export async function isReadableByAnyone(
  key: string,
  on: StorageHandle = defaultStorage(),
): Promise<boolean | null> {
  const endpoints = [...new Set([on.config.endpoint, on.config.publicEndpoint])];
  const urls = endpoints.flatMap((endpoint) => [
    plainUrl(key, endpoint, on),
    `${plainUrl('', endpoint, on)}?list-type=2&max-keys=1`,
  ]);
  const statuses = await Promise.all(urls.map(statusOf));
  if (statuses.some((status) => status !== null && status < 300)) return true;
  return statuses.every((status) => status === null) ? null : false;
}

/** Status of an unsigned GET, or null when nobody answered: a public endpoint need not be reachable from here. */
async function statusOf(url: string): Promise<number | null> {
  try {
    const answer = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(PATIENCE_MS) });
    await answer.body?.cancel();
    return answer.status;
  } catch {
    return null;
  }
}
