import type { UploadApi } from './api';
import type { BucketOrigins } from './bucket-origins';
import type { Hasher } from './hasher';
import type { ItemList } from './item-list';
import type { Locks } from './locks';
import type { Pool } from './pool';
import type { RemoteFile } from './protocol';
import type { SendOptions } from './put';
import type { ResumeStore } from './resume-store';
import type { Patience, RetryPolicy } from './retry';
import type { Weather } from './weather';

/** Says why a bucket cannot be talked to though the app can. `url` is the signed URL that failed: never log it. */
export type Diagnose = (url: string) => Promise<'blocked' | 'unreachable'>;

/** What the steps of an upload share. */
export interface Engine {
  api: UploadApi;
  items: ItemList;
  pool: Pool;
  hasher: Hasher;
  weather: Weather;
  locks: Locks;
  store: ResumeStore;
  policy: RetryPolicy;
  send: SendOptions;
  diagnose: Diagnose;
  /** What this page has seen of each bucket. */
  origins: BucketOrigins;
  /** This tab among those of the browser. */
  tab: string;
  /** Hears of each file that has become one, with its bytes still at hand. */
  onReady: (file: File, remote: RemoteFile) => void;
  /** Takes errors that nobody expected or that do no harm; for logs. */
  report: (error: unknown) => void;
}

/** One item under way: what the list does not show. */
export interface Job {
  id: string;
  order: number;
  file: File;
  signal: AbortSignal;
  /** Called when the first byte may travel. */
  onStart: () => void;
}

/** A wait of an item, as it shows it. */
export type Wait = Parameters<Patience['onWait']>[0];

/** Patience whose waits are seen on the item. */
export function patienceFor(
  { policy, weather, items }: Engine,
  { id, signal }: Pick<Job, 'id' | 'signal'>,
): Patience {
  return {
    policy,
    weather,
    signal,
    onWait: (wait) => items.dispatch(id, { type: 'wait', ...wait }),
    onGo: () => items.dispatch(id, { type: 'go' }),
  };
}
