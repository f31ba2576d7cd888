import { Speed } from './speed';
import { type ItemEvent, isWorking, reduce, type StateName, type UploadItem } from './state';

export interface Totals {
  /** Files and bytes that are meant to arrive: all but the cancelled, skipped and duplicate ones. */
  files: number;
  sizeBytes: number;
  sentBytes: number;
  readyFiles: number;
  /** How many items are in each state. */
  states: Readonly<Partial<Record<StateName, number>>>;
  bytesPerSecond: number;
  secondsLeft: number | null;
  /** True while the engine works or waits for the weather. */
  active: boolean;
}

export interface Snapshot {
  /** In the order they were added. An item that did not change is the same object as before. */
  readonly items: readonly UploadItem[];
  readonly totals: Totals;
}

/** What people can read: ten changes a second. */
const notifyEveryMs = 100;
const idleNotifyMs = 1_000;
const unwanted: ReadonlySet<StateName> = new Set(['cancelled', 'skipped', 'duplicate', 'refused']);

/** All items, changed by events only; tells its listeners in batches, with snapshots that stay the same in between. */
export class ItemList {
  readonly #items = new Map<string, UploadItem>();
  readonly #listeners = new Set<() => void>();
  readonly #rates = new Map<string, Speed>();
  readonly #speed = new Speed();
  #snapshot: Snapshot = { items: [], totals: emptyTotals };
  #timer: ReturnType<typeof setTimeout> | null = null;
  #due = 0;
  #flushedAt = Number.NEGATIVE_INFINITY;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly getSnapshot = (): Snapshot => this.#snapshot;

  get(id: string): UploadItem | undefined {
    return this.#items.get(id);
  }

  values(): IterableIterator<UploadItem> {
    return this.#items.values();
  }

  add(items: readonly UploadItem[]): void {
    for (const item of items) this.#items.set(item.id, item);
    this.flush();
  }

  remove(ids: Iterable<string>): void {
    for (const id of ids) {
      this.#items.delete(id);
      this.#rates.delete(id);
    }
    this.flush();
  }

  /** Applies an event; returns the item as it is afterwards. */
  dispatch(id: string, event: ItemEvent): UploadItem | undefined {
    const before = this.#items.get(id);
    if (!before) return undefined;
    const after = reduce(before, event);
    if (after === before) return before;
    this.#items.set(id, after);
    if (event.type === 'progress') this.#measure(id, after.sentBytes - before.sentBytes);
    if (!isWorking(after)) this.#rates.delete(id);
    this.#flushSoon();
    return after;
  }

  /** Speed and time left of one file; zeros and null while nothing is known. */
  rate(id: string): { bytesPerSecond: number; secondsLeft: number | null } {
    const { bytesPerSecond = 0, secondsLeft = null } = this.#rates.get(id) ?? {};
    return { bytesPerSecond, secondsLeft };
  }

  /** Tells the listeners at once: for what a person just did. */
  flush(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    this.#flushedAt = performance.now();
    this.#snapshot = this.#take();
    for (const listener of [...this.#listeners]) listener();
    // Speed fades while nothing moves: go on telling as long as there is work.
    if (this.#snapshot.totals.active && this.#listeners.size > 0)
      this.#schedule(this.#flushedAt + idleNotifyMs);
  }

  dispose(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#listeners.clear();
  }

  #flushSoon(): void {
    this.#schedule(this.#flushedAt + notifyEveryMs);
  }

  /** An earlier appointment stands. */
  #schedule(due: number): void {
    if (this.#timer && this.#due <= due) return;
    if (this.#timer) clearTimeout(this.#timer);
    this.#due = due;
    this.#timer = setTimeout(() => this.flush(), Math.max(0, due - performance.now()));
  }

  #measure(id: string, bytes: number): void {
    this.#speed.add(bytes);
    const rate = this.#rates.get(id) ?? new Speed();
    rate.add(bytes);
    this.#rates.set(id, rate);
  }

  #take(): Snapshot {
    const items = [...this.#items.values()];
    const totals = sumUp(items);
    const now = performance.now();
    if (!totals.active) this.#speed.reset();
    else this.#speed.sample(now, totals.sizeBytes - totals.sentBytes);
    for (const [id, rate] of this.#rates) {
      const item = this.#items.get(id);
      if (item) rate.sample(now, item.sizeBytes - item.sentBytes);
    }
    const { bytesPerSecond, secondsLeft } = this.#speed;
    return { items, totals: { ...totals, bytesPerSecond, secondsLeft } };
  }
}

const emptyTotals: Totals = {
  files: 0,
  sizeBytes: 0,
  sentBytes: 0,
  readyFiles: 0,
  states: {},
  bytesPerSecond: 0,
  secondsLeft: null,
  active: false,
};

function sumUp(items: readonly UploadItem[]): Totals {
  const totals = { ...emptyTotals };
  const states: Partial<Record<StateName, number>> = {};
  for (const item of items) {
    const { name } = item.state;
    states[name] = (states[name] ?? 0) + 1;
    if (unwanted.has(name)) continue;
    totals.files += 1;
    totals.sizeBytes += item.sizeBytes;
    totals.sentBytes += item.sentBytes;
    if (name === 'ready') totals.readyFiles += 1;
    if (name === 'queued' || isWorking(item)) totals.active = true;
  }
  return { ...totals, states };
}
