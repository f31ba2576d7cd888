import 'server-only';
import { z } from 'zod';
import { defaultStorage, type StorageHandle } from './client';
import { isStorageError, StorageError } from './errors';
import { readRange } from './get-object';
import { markerKey } from './keys';
import { putObject } from './put-object';

/**
 * Says which installation owns a prefix, and which of its lives: the epoch also stands in the database, and a
 * restored dump shows itself by the two being different. Sweeps refuse to delete under a marker that is not theirs.
 */
export const InstallationMarker = z.object({
  installationId: z.string().min(1).max(128),
  epoch: z.number().int().min(0),
});
export type InstallationMarker = z.infer<typeof InstallationMarker>;

const LONGEST_MARKER_BYTES = 4_096;

/** The marker under our prefix, or null when nobody has claimed it. Throws invalid when it cannot be read as one. */
export async function findMarker(on: StorageHandle = defaultStorage()): Promise<InstallationMarker | null> {
  const bytes = await findBytes(on);
  if (!bytes) return null;
  const marker = InstallationMarker.safeParse(parseJson(bytes));
  if (marker.success) return marker.data;
  const providerMessage = `${markerKey(on.config.prefix)} is not an installation marker`;
  throw new StorageError({ kind: 'invalid', operation: 'ReadMarker', providerMessage });
}

/**
 * Claims the prefix for an installation, or confirms the claim. Returns the marker as the bucket has it: its epoch
 * may differ from ours, which the caller must act on. Throws foreign_installation. Safe when two instances race.
 */
export async function ensureMarker(
  ours: InstallationMarker,
  on: StorageHandle = defaultStorage(),
): Promise<InstallationMarker> {
  const found = (await findMarker(on)) ?? (await claim(ours, on));
  return checkOwner(found, ours.installationId, on);
}

/** For sweeps, before anything is deleted: throws foreign_installation unless the marker names installationId. */
export async function requireMarker(
  installationId: string,
  on: StorageHandle = defaultStorage(),
): Promise<InstallationMarker> {
  return checkOwner(await findMarker(on), installationId, on);
}

/** Begins a new epoch in the bucket, when an admin decided after a restore. Throws foreign_installation. */
export async function writeMarkerEpoch(
  marker: InstallationMarker,
  on: StorageHandle = defaultStorage(),
): Promise<void> {
  await requireMarker(marker.installationId, on);
  await put(marker, false, on);
}

async function claim(ours: InstallationMarker, on: StorageHandle): Promise<InstallationMarker | null> {
  try {
    await put(ours, true, on);
  } catch (error) {
    if (isStorageError(error, 'not_implemented')) await put(ours, false, on);
    else if (!isStorageError(error, 'precondition_failed') && !isStorageError(error, 'conflict')) throw error;
  }
  // Read back rather than trusted: engines that ignore If-None-Match let the last of two racers win.
  return findMarker(on);
}

async function put(marker: InstallationMarker, createOnly: boolean, on: StorageHandle): Promise<void> {
  const body = Buffer.from(`${JSON.stringify(marker)}\n`);
  const key = markerKey(on.config.prefix);
  await putObject({ key, body, contentType: 'application/json', createOnly }, on);
}

function checkOwner(
  marker: InstallationMarker | null,
  installationId: string,
  on: StorageHandle,
): InstallationMarker {
  if (marker?.installationId === installationId) return marker;
  const owner = marker ? `belongs to installation ${marker.installationId}` : 'bears no installation marker';
  throw new StorageError({
    kind: 'foreign_installation',
    operation: 'ReadMarker',
    providerMessage: `${on.config.bucket}/${on.config.prefix} ${owner}, not to ${installationId}`,
  });
}

async function findBytes(on: StorageHandle): Promise<Buffer | null> {
  try {
    return (await readRange(markerKey(on.config.prefix), 0, LONGEST_MARKER_BYTES - 1, on)).bytes;
  } catch (error) {
    if (isStorageError(error, 'not_found')) return null;
    throw error;
  }
}

function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
}
