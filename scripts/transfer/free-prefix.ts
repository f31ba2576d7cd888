import type { StorageHandle } from '@/lib/storage/client';
import { isStorageError } from '@/lib/storage/errors';
import { listObjects } from '@/lib/storage/list-objects';
import { findMarker } from '@/lib/storage/marker';
import { PlainError } from '../plain-error';

/**
 * Makes sure that an installation may write below the prefix: it bears its marker, or holds nothing. A bucket that is
 * not there yet holds nothing. Throws PlainError.
 */
export async function requireOwnOrFree(installationId: string, on: StorageHandle): Promise<'own' | 'free'> {
  const place = `${on.config.bucket}/${on.config.prefix}`;
  try {
    const marker = await findMarker(on);
    if (marker?.installationId === installationId) return 'own';
    if (marker)
      throw new PlainError(
        `${place} already holds the files of another Sluice (${marker.installationId}); choose another bucket or prefix.`,
      );
    for await (const page of listObjects({ pageSize: 1 }, on))
      if (page.length > 0)
        throw new PlainError(`${place} holds objects of somebody else; choose another bucket or prefix.`);
    return 'free';
  } catch (error) {
    if (isStorageError(error, 'no_bucket') && on.config.embedded) return 'free';
    throw error;
  }
}
