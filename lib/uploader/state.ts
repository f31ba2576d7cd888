import type { OnConflict, RemoteFile } from './protocol';

export type WaitReason =
  | 'offline'
  | 'storage-busy'
  | 'storage-unreachable'
  | 'server-busy'
  | 'server-unreachable'
  | 'signed-out'
  | 'other-tab';

export type ItemState =
  | { name: 'queued' | 'signing' | 'uploading' | 'paused' | 'verifying' | 'cancelled' | 'skipped' }
  /** The bytes are not at hand: after a reload, or when the disk no longer gives them. `message` says why, if there is a why. */
  | { name: 'needs-file'; message: string | null }
  /** `until` is the time of the next try in ms since 1970, null where an event ends the wait. */
  | {
      name: 'waiting';
      during: 'signing' | 'uploading' | 'verifying';
      reason: WaitReason;
      message: string;
      until: number | null;
    }
  | { name: 'conflict' | 'duplicate' | 'ready'; file: RemoteFile }
  | { name: 'refused'; reason: string; message: string }
  | { name: 'failed'; reason: string; message: string; retryable: boolean };

export type StateName = ItemState['name'];

export interface UploadItem {
  readonly id: string;
  readonly name: string;
  /** The dropped folders above the file, '' at the top. */
  readonly path: string;
  readonly sizeBytes: number;
  readonly type: string;
  readonly folderId: string | null;
  readonly onConflict: OnConflict;
  /** The server's id, once it has one. */
  readonly uploadId: string | null;
  /** 0…sizeBytes; never goes down but by `restart`, when the server has forgotten the upload. */
  readonly sentBytes: number;
  readonly state: ItemState;
}

export type ItemEvent =
  | {
      type:
        | 'sign'
        | 'go'
        | 'verify'
        | 'pause'
        | 'resume'
        | 'cancel'
        | 'retry'
        | 'skip'
        | 'picked'
        | 'resend'
        | 'requeue'
        | 'restart';
    }
  | { type: 'signed'; uploadId: string }
  | { type: 'needs-file'; message: string }
  /** `recovered` are bytes an earlier session sent: they count as sent, not as speed. */
  | { type: 'progress' | 'recovered'; sentBytes: number }
  | { type: 'wait'; reason: WaitReason; message: string; until: number | null }
  | { type: 'conflict' | 'duplicate' | 'ready'; file: RemoteFile }
  | { type: 'resolve'; onConflict: Exclude<OnConflict, 'ask'> }
  | { type: 'refuse'; reason: string; message: string }
  | { type: 'fail'; reason: string; message: string; retryable: boolean };

const finished: ReadonlySet<StateName> = new Set(['ready', 'refused', 'cancelled', 'skipped']);
const working: ReadonlySet<StateName> = new Set(['signing', 'uploading', 'verifying', 'waiting']);

/** True for a state no event leaves. */
export const isFinished = (item: UploadItem): boolean => finished.has(item.state.name);
/** True while the engine itself does something for the item, or waits for the weather. */
export const isWorking = (item: UploadItem): boolean => working.has(item.state.name);

/** The whole machine: what an event makes of an item. An event that does not fit returns the very same item. */
export function reduce(item: UploadItem, event: ItemEvent): UploadItem {
  const from = item.state.name;
  if (finished.has(from)) return item;
  const to = (state: ItemState, change: Partial<UploadItem> = {}): UploadItem => ({
    ...item,
    ...change,
    state,
  });
  switch (event.type) {
    case 'sign':
      return from === 'queued' ? to({ name: 'signing' }) : item;
    case 'signed':
      // Paused, perhaps resumed, while the answer was on its way: the upload exists, remember it.
      if (from === 'paused' || from === 'queued') return to(item.state, { uploadId: event.uploadId });
      return from === 'signing' ? to({ name: 'uploading' }, { uploadId: event.uploadId }) : item;
    case 'progress':
    case 'recovered': {
      const sentBytes = Math.max(item.sentBytes, Math.min(event.sentBytes, item.sizeBytes));
      const flows =
        from === 'uploading' || (item.state.name === 'waiting' && item.state.during === 'uploading');
      if (!flows || sentBytes === item.sentBytes) return item;
      return to({ name: 'uploading' }, { sentBytes });
    }
    case 'wait': {
      if (item.state.name === 'waiting') return to({ ...item.state, ...waiting(event) });
      if (from !== 'signing' && from !== 'uploading' && from !== 'verifying') return item;
      return to({ name: 'waiting', during: from, ...waiting(event) });
    }
    case 'go':
      return item.state.name === 'waiting' ? to({ name: item.state.during }) : item;
    case 'verify':
      return working.has(from) && from !== 'verifying'
        ? to({ name: 'verifying' }, { sentBytes: item.sizeBytes })
        : item;
    case 'ready':
      return working.has(from)
        ? to({ name: 'ready', file: event.file }, { sentBytes: item.sizeBytes })
        : item;
    case 'conflict':
    case 'duplicate':
      return working.has(from) ? to({ name: event.type, file: event.file }) : item;
    case 'skip':
      return working.has(from) ? to({ name: 'skipped' }) : item;
    case 'resolve':
      if (from !== 'conflict' && from !== 'duplicate') return item;
      return event.onConflict === 'skip'
        ? to({ name: 'skipped' })
        : to({ name: 'queued' }, { onConflict: event.onConflict });
    case 'refuse':
      return to({ name: 'refused', reason: event.reason, message: event.message });
    case 'fail':
      return to({ name: 'failed', reason: event.reason, message: event.message, retryable: event.retryable });
    case 'pause':
      // What is being verified lies in the server's hands: there is nothing left to pause.
      return from === 'queued' || (working.has(from) && !isVerifying(item)) ? to({ name: 'paused' }) : item;
    case 'resume':
      return from === 'paused' ? to({ name: 'queued' }) : item;
    case 'retry':
      return item.state.name === 'failed' && item.state.retryable ? to({ name: 'queued' }) : item;
    case 'needs-file':
      return from === 'queued' || working.has(from)
        ? to({ name: 'needs-file', message: event.message })
        : item;
    case 'picked':
      return from === 'needs-file' ? to({ name: 'queued' }) : item;
    case 'resend':
      return from === 'verifying' ? to({ name: 'uploading' }) : item;
    case 'requeue':
      return working.has(from) ? to({ name: 'queued' }) : item;
    case 'restart':
      return working.has(from) ? to({ name: 'queued' }, { uploadId: null, sentBytes: 0 }) : item;
    case 'cancel':
      return to({ name: 'cancelled' });
    default:
      return event satisfies never;
  }
}

const waiting = ({ reason, message, until }: Extract<ItemEvent, { type: 'wait' }>) => ({
  reason,
  message,
  until,
});

const isVerifying = ({ state }: UploadItem) =>
  state.name === 'verifying' || (state.name === 'waiting' && state.during === 'verifying');
