import type { StateName, UploadItem } from '@/lib/uploader';

/** What needs a person first, then what moves, then what waits, then what is done. */
const ranks: Record<StateName, number> = {
  failed: 0,
  refused: 0,
  'needs-file': 1,
  conflict: 1,
  duplicate: 1,
  uploading: 2,
  verifying: 2,
  signing: 2,
  waiting: 2,
  paused: 3,
  queued: 3,
  ready: 4,
  skipped: 4,
  cancelled: 5,
};

/** The rows of the tray: by urgency, else in the order they were added; cancelled ones are gone. */
export function trayOrder(items: readonly UploadItem[]): UploadItem[] {
  const shelves: UploadItem[][] = [[], [], [], [], []];
  for (const item of items) shelves[ranks[item.state.name]]?.push(item);
  return shelves.flat();
}
