import 'server-only';
import { z } from 'zod';
import { conflict } from '@/lib/contracts/errors';
import { type Tx, transaction } from '@/lib/platform/db';
import { findSetting, putSetting } from '@/lib/platform/settings';
import { type InstallationMarker, requireMarker, writeMarkerEpoch } from '@/lib/storage/marker';

/** Names this installation in its database and in the bucket's marker; the epoch tells a restored database apart. */
export const Installation = z.strictObject({ id: z.uuid(), epoch: z.number().int() });
export type Installation = z.infer<typeof Installation>;

const key = 'installation';

async function both(): Promise<{ ours: Installation; marker: InstallationMarker }> {
  const ours = await findSetting(key, Installation);
  if (!ours) throw conflict('This installation has no identity yet. Start Sluice once, then try again.');
  return { ours, marker: await requireMarker(ours.id) };
}

/** The database writes its epoch first: one ahead is a process that died before it wrote the bucket's. */
const fits = (database: number, bucket: number) => database === bucket || database === bucket + 1;

export type Epochs = { database: number; bucket: number; fits: boolean };

/** Both epochs. Throws foreign_installation under a marker that is not ours. */
export async function readEpochs(): Promise<Epochs> {
  const { ours, marker } = await both();
  return { database: ours.epoch, bucket: marker.epoch, fits: fits(ours.epoch, marker.epoch) };
}

/**
 * Before anything is deleted in the bucket: throws foreign_installation under another's marker, and conflict when
 * database and bucket are of different times, as after a restored dump (RULES 3).
 */
export async function requireDeletionAllowed(): Promise<void> {
  const epochs = await readEpochs();
  if (epochs.fits) return;
  throw conflict(
    `Nothing is deleted: the database is of epoch ${epochs.database} and the bucket of ${epochs.bucket}, as after a restored backup. An admin must decide on the storage page.`,
  );
}

async function write(tx: Tx, ours: Installation): Promise<void> {
  await putSetting(tx, { key, value: ours });
}

/** A step forward, daily: a dump of the day before shows itself by being behind the bucket. */
export async function advanceEpoch(): Promise<void> {
  await requireDeletionAllowed();
  const { ours } = await both();
  const next = { ...ours, epoch: ours.epoch + 1 };
  await transaction((tx) => write(tx, next));
  await writeMarkerEpoch({ installationId: next.id, epoch: next.epoch });
}

/** An admin has decided that database and bucket belong together as they are: both go on from a common epoch. */
export async function joinEpochs(inTransaction: (tx: Tx) => Promise<void>) {
  const { ours, marker } = await both();
  const next = { ...ours, epoch: Math.max(ours.epoch, marker.epoch) + 1 };
  await transaction(async (tx) => {
    await write(tx, next);
    await inTransaction(tx);
  });
  await writeMarkerEpoch({ installationId: next.id, epoch: next.epoch });
}
