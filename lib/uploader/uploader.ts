import type { UploadApi } from './api';
import { BucketOrigins } from './bucket-origins';
import type { Diagnose, Engine } from './engine';
import type { HashWorker } from './hash-protocol';
import { Hasher } from './hasher';
import { newId } from './ids';
import { ItemList, type Snapshot } from './item-list';
import { createLocalLocks, type Locks, tabLock } from './locks';
import { Pool } from './pool';
import type { OnConflict, RemoteFile } from './protocol';
import { defaultStallMs, fetchTransport, type Transport } from './put';
import { createMemoryResumeStore, type ResumeStore } from './resume-store';
import { defaultRetryPolicy, persist, type RetryPolicy } from './retry';
import { Runner } from './runner';
import { type ItemEvent, isFinished, type UploadItem } from './state';
import { Unfinished } from './unfinished';
import { browserSky, type Sky, Weather } from './weather';

export interface UploaderOptions {
  api: UploadApi;
  createHashWorker: () => HashWorker;
  transport?: Transport;
  store?: ResumeStore;
  locks?: Locks;
  sky?: Sky;
  /** Requests to the bucket at once, over all files; 6. */
  poolSize?: number;
  retry?: Partial<RetryPolicy>;
  /** A connection on which nothing moves for this long is given up; 30 s. */
  stallMs?: number;
  diagnose?: Diagnose;
  /** Called once for each file that has become one, with its bytes still at hand. */
  onReady?: (file: File, remote: RemoteFile) => void;
  /** Hears of errors that nobody expected or that do no harm. Never gets URLs. */
  report?: (error: unknown) => void;
}

export interface AddOptions {
  folderId?: string | null;
  /** 'ask' (the default) leaves the item in state `conflict` until `resolveConflicts`. */
  onConflict?: OnConflict;
}

/** A file, or a file with the dropped folders above it ('Photos/2024'). */
export type Addable = File | { file: File; path: string };

/** The upload engine: takes files, brings them to the bucket through any weather, and tells how it goes. */
export class Uploader {
  readonly #engine: Engine;
  readonly #items = new ItemList();
  readonly #runner: Runner;
  readonly #unfinished: Unfinished;
  readonly #life = new AbortController();

  constructor(options: UploaderOptions) {
    const weather = new Weather(options.sky ?? browserSky());
    const { api, transport = fetchTransport, stallMs = defaultStallMs } = options;
    this.#engine = {
      api,
      weather,
      items: this.#items,
      pool: new Pool(options.poolSize),
      hasher: new Hasher(options.createHashWorker),
      locks: options.locks ?? createLocalLocks(),
      store: options.store ?? createMemoryResumeStore(),
      policy: { ...defaultRetryPolicy, ...options.retry },
      send: { transport, weather, stallMs },
      diagnose: options.diagnose ?? (async () => 'unreachable'),
      origins: new BucketOrigins(),
      tab: newId(),
      onReady: options.onReady ?? (() => {}),
      report: options.report ?? (() => {}),
    };
    this.#runner = new Runner(this.#engine);
    this.#unfinished = new Unfinished(this.#engine);
    this.#holdTabLock();
  }

  /** For `useSyncExternalStore`; at most ten calls a second, but at once after a command. */
  readonly subscribe = (listener: () => void): (() => void) => this.#items.subscribe(listener);

  /** For `useSyncExternalStore`: the same object until something changed. */
  readonly getSnapshot = (): Snapshot => this.#items.getSnapshot();

  /** Speed and time left of one file. */
  rate(id: string): { bytesPerSecond: number; secondsLeft: number | null } {
    return this.#items.rate(id);
  }

  /**
   * Takes files, all at once: one notification however many. A file that an earlier session began goes on where
   * that stopped. Returns the items' ids, in order.
   */
  add(files: Iterable<Addable>, { folderId = null, onConflict = 'ask' }: AddOptions = {}): string[] {
    const fresh: UploadItem[] = [];
    const match = this.#unfinished.matcher();
    const ids = Array.from(files, (addable) => {
      const found = describe(addable);
      const begun = match(found);
      if (begun) return this.#pick(begun, found.file);
      const item = toItem(found, { folderId, onConflict });
      fresh.push(item);
      this.#runner.attach(item.id, found.file);
      return item.id;
    });
    this.#items.add(fresh);
    this.#runner.enqueue(ids);
    return ids;
  }

  /** Lists the uploads of earlier sessions; those whose file is needed again appear in state `needs-file`. */
  restore(): Promise<void> {
    return this.#unfinished.restore(this.#life.signal);
  }

  /** Gives an item in state `needs-file` its file again. One that is not the same comes back with a message. */
  provideFile(id: string, file: File): void {
    const item = this.#items.get(id);
    if (item?.state.name !== 'needs-file') return;
    this.#pick(item, file);
    this.#items.flush();
    this.#runner.enqueue([id]);
  }

  /** Stops sending; without ids, everything. What the bucket has stays. */
  pause(ids?: Iterable<string>): void {
    this.#command(ids, { type: 'pause' }, ({ id }) => this.#runner.interrupt(id));
  }

  resume(ids?: Iterable<string>): void {
    this.#queue(ids, { type: 'resume' });
  }

  /** Gives up for good: the server removes what was sent. */
  cancel(ids?: Iterable<string>): void {
    this.#command(ids, { type: 'cancel' }, ({ id, uploadId }) => {
      this.#runner.forget(id);
      if (uploadId) void this.#cancelThere(uploadId);
    });
  }

  /** Tries failed items again; without ids, all of them. */
  retry(ids?: Iterable<string>): void {
    this.#queue(ids, { type: 'retry' });
  }

  /** Ends every wait now: the person signed in again, or pressed "try now". */
  nudge(): void {
    this.#engine.weather.nudge();
  }

  /** Answers for items in state `conflict` or `duplicate`; without ids, for all of them. */
  resolveConflicts(onConflict: Exclude<OnConflict, 'ask'>, ids?: Iterable<string>): void {
    this.#queue(ids, { type: 'resolve', onConflict });
  }

  /** Takes finished items off the list; without ids, all of them. */
  clear(ids?: Iterable<string>): void {
    const gone = this.#chosen(ids).filter((item) => isFinished(item) || item.state.name === 'duplicate');
    for (const { id } of gone) this.#runner.forget(id);
    this.#items.remove(gone.map(({ id }) => id));
  }

  /** Stops everything and lets go of all resources. Uploads can be resumed by another instance. */
  dispose(): void {
    this.#life.abort(new DOMException('The uploader was disposed.', 'AbortError'));
    this.#runner.dispose();
    this.#engine.hasher.dispose();
    this.#engine.weather.dispose();
    this.#items.dispose();
  }

  #pick(item: UploadItem, file: File): string {
    this.#runner.attach(
      item.id,
      file,
      (item.uploadId && this.#unfinished.record(item.uploadId)) || 'other-browser',
    );
    this.#items.dispatch(item.id, { type: 'picked' });
    return item.id;
  }

  #chosen(ids: Iterable<string> | undefined): UploadItem[] {
    if (!ids) return [...this.#items.values()];
    return [...ids].flatMap((id) => this.#items.get(id) ?? []);
  }

  /** Sends the event to each item and calls `then` for those it changed; one notification for all. */
  #command(ids: Iterable<string> | undefined, event: ItemEvent, then: (item: UploadItem) => void): void {
    for (const before of this.#chosen(ids)) {
      const after = this.#items.dispatch(before.id, event);
      if (after && after !== before) then(after);
    }
    this.#items.flush();
  }

  #queue(ids: Iterable<string> | undefined, event: ItemEvent): void {
    const queued: string[] = [];
    this.#command(ids, event, ({ id }) => queued.push(id));
    this.#runner.enqueue(queued);
  }

  async #cancelThere(uploadId: string): Promise<void> {
    const { api, policy, weather, store, report } = this.#engine;
    const patience = { policy, weather, signal: this.#life.signal, onWait: () => {}, onGo: () => {} };
    try {
      await persist(patience, () => api.cancel(uploadId));
      await store.remove([uploadId]);
    } catch (error) {
      // The server ends what is not cancelled when its life is over.
      report(error);
    }
  }

  #holdTabLock(): void {
    const { locks, tab, report } = this.#engine;
    const { signal } = this.#life;
    locks
      .acquire(tabLock(tab), { signal, onBusy: () => {} })
      .then((release) => signal.addEventListener('abort', release), report);
  }
}

function describe(addable: Addable): { file: File; name: string; path: string } {
  const file = addable instanceof File ? addable : addable.file;
  const path = addable instanceof File ? parentOf(file.webkitRelativePath ?? '') : addable.path;
  return { file, name: file.name.normalize('NFC'), path: path.normalize('NFC') };
}

const parentOf = (relativePath: string): string => relativePath.split('/').slice(0, -1).join('/');

function toItem(
  { file, name, path }: { file: File; name: string; path: string },
  options: Required<AddOptions>,
): UploadItem {
  return {
    id: newId(),
    name,
    path,
    sizeBytes: file.size,
    type: file.type,
    ...options,
    uploadId: null,
    sentBytes: 0,
    state: { name: 'queued' },
  };
}
