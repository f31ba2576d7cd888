import { DeleteObjectCommand } from '@aws-sdk/client-s3';
import { z } from 'zod';
import type { StorageHandle } from '@/lib/storage/client';
import { isStorageError } from '@/lib/storage/errors';
import { readRange } from '@/lib/storage/get-object';
import type { InstallationMarker } from '@/lib/storage/marker';
import { putObject } from '@/lib/storage/put-object';
import { requireOwnOrFree } from '../transfer/free-prefix';

const MoveNote = z.object({ movingInstallationId: z.string() });

/** Says in the target, until the marker does, whose objects these are: a move cut short may go on there. */
export const moveNoteKey = (prefix: string) => `${prefix}.sluice-move.json`;

/**
 * Makes sure that the target is this installation's to write to: empty below the prefix, or begun by an earlier run.
 * Throws PlainError.
 */
export async function claimTarget({ installationId }: InstallationMarker, target: StorageHandle) {
  const note = await findNote(target);
  if (note?.movingInstallationId === installationId) return;
  if ((await requireOwnOrFree(installationId, target)) === 'own') return;
  const body = Buffer.from(`${JSON.stringify({ movingInstallationId: installationId })}\n`);
  const key = moveNoteKey(target.config.prefix);
  await putObject({ key, body, contentType: 'application/json' }, target);
}

/** Takes the note away; the marker says from now on whose objects these are. */
export async function removeMoveNote(target: StorageHandle): Promise<void> {
  const { bucket, prefix } = target.config;
  await target.client.send(new DeleteObjectCommand({ Bucket: bucket, Key: moveNoteKey(prefix) }));
}

async function findNote(target: StorageHandle): Promise<z.infer<typeof MoveNote> | null> {
  try {
    const { bytes } = await readRange(moveNoteKey(target.config.prefix), 0, 1_000, target);
    return MoveNote.parse(JSON.parse(bytes.toString()));
  } catch (error) {
    if (isStorageError(error, 'not_found')) return null;
    throw error;
  }
}
