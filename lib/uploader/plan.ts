import type { UploadItem } from './state';

/** Above this a file goes up in parts (the server decides; this is what the engine plans its hashing by). */
const multipartAboveBytes = 16 * 1024 * 1024;

const mebibyte = 1024 * 1024;
/** API.md: at most 500 files a call. Half of that keeps the first bytes of a batch from waiting for its last. */
const maxBatchFiles = 250;
const firstBatchFiles = 8;
/** Signed but unsent bytes: at 1 Mbit/s 64 MiB take nine minutes, inside the fifteen that a URL lives. */
const maxBatchBytes = 64 * mebibyte;
const firstBatchBytes = 8 * mebibyte;
/** A body of the app is at most 1 MiB, and a UTF-16 unit up to three bytes: stay well below with deep paths. */
const maxNameUnits = 200_000;
/** Ask for more while fewer than this many signed files are left. */
const refillBelow = 100;
/** Large files under way at once: enough to keep the pool full when one of them ends. */
export const maxLarge = 3;

export const isLarge = (sizeBytes: number): boolean => sizeBytes > multipartAboveBytes;

export interface Stock {
  /** How many create calls have gone out: the first batches are small, so that bytes travel at once. */
  batches: number;
  /** Small files that are signed and have not started. */
  smallReady: number;
  /** Large files under way. */
  large: number;
}

/** How many files and bytes the next create call may carry: 8, 32, 128, then 250. */
export function batchLimits(batches: number): { files: number; bytes: number } {
  const growth = 4 ** Math.min(batches, 5);
  return {
    files: Math.min(maxBatchFiles, firstBatchFiles * growth),
    bytes: Math.min(maxBatchBytes, firstBatchBytes * growth),
  };
}

/**
 * The queued items of the next create call, each kind in the order of the list; small files never wait behind large
 * ones. One call has one folder and one answer to conflicts. Empty while enough is signed ahead.
 */
export function planBatch(
  queued: { small: Iterable<UploadItem>; large: Iterable<UploadItem> },
  stock: Stock,
): UploadItem[] {
  const limits = batchLimits(stock.batches);
  const batch: UploadItem[] = [];
  const fits = ({ folderId, onConflict }: UploadItem) =>
    batch[0] === undefined || (batch[0].folderId === folderId && batch[0].onConflict === onConflict);

  const largeRoom = maxLarge - stock.large;
  for (const item of largeRoom > 0 ? queued.large : []) {
    if (fits(item)) batch.push(item);
    if (batch.length >= largeRoom) break;
  }
  if (stock.smallReady >= Math.min(limits.files, refillBelow)) return batch;
  let bytes = 0;
  let nameUnits = 0;
  for (const item of queued.small) {
    if (!fits(item)) continue;
    nameUnits += item.name.length + item.path.length;
    if (batch.length > 0 && nameUnits > maxNameUnits) break;
    if (batch.length >= limits.files || (bytes > 0 && bytes + item.sizeBytes > limits.bytes)) break;
    bytes += item.sizeBytes;
    batch.push(item);
  }
  return batch;
}
