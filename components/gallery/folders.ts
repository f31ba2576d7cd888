import type { FolderDto } from '@/lib/contracts/folders';
import { lonelyTab, type TabChannel } from './tab-channel';

export type FolderQuery = { parentId?: string; q?: string; trashed?: 'true' };
export type FolderPort = {
  list(query: FolderQuery, signal: AbortSignal): Promise<{ items: FolderDto[] }>;
  get(id: string, signal: AbortSignal): Promise<FolderDto>;
};
/** The folders of one view, and the open folder itself with its path (null at the root). */
export type Shelf = { folder: FolderDto | null; items: readonly FolderDto[] };
export type ShelfSnapshot =
  | { status: 'loading' }
  | { status: 'error'; error: unknown }
  | ({ status: 'ready' } & Shelf);

type Entry = {
  query: FolderQuery;
  shelf: Shelf | null;
  seed: Shelf | null;
  error: unknown;
  reading: AbortController | null;
  snapshot: ShelfSnapshot;
};
const loading: ShelfSnapshot = { status: 'loading' };

export const folderKey = (query: FolderQuery): string => new URLSearchParams(query).toString();

/** Folders by query: few and small, so each shelf is read whole and read again when something changed. */
export class Folders {
  readonly #shelves = new Map<string, Entry>();
  readonly #listeners = new Set<() => void>();
  /** Names and absences a person asked for, until the server has answered. */
  readonly #renamed = new Map<string, string>();
  readonly #gone = new Set<string>();
  readonly #port: FolderPort;
  readonly #tabs: TabChannel;

  constructor(port: FolderPort, tabs: TabChannel = lonelyTab) {
    this.#port = port;
    this.#tabs = tabs;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  connect(): () => void {
    return this.#tabs.listen((message) => {
      if (message.type === 'folders') this.reload();
    });
  }

  snapshot(query: FolderQuery): ShelfSnapshot {
    return this.#shelves.get(folderKey(query))?.snapshot ?? loading;
  }

  seed(query: FolderQuery, shelf: Shelf): void {
    const entry = this.#entry(query);
    if (entry.seed === shelf) return;
    this.#update(entry, { seed: shelf, shelf, error: null });
  }

  /** Reads a shelf; a known one is shown meanwhile. */
  open(query: FolderQuery): void {
    this.#read(this.#entry(query));
  }

  /** Reads every known shelf again, after a change here or in another tab. */
  reload(): void {
    for (const entry of this.#shelves.values()) this.#read(entry);
  }

  /** Folders came to be without us asking (an upload brought its tree). */
  changed(): void {
    this.#tabs.tell({ type: 'folders' });
    this.reload();
  }

  /** Runs a change of folders: shown at once, taken back when it fails, then read again here and in other tabs. */
  async change(
    { rename, remove = [] }: { rename?: { id: string; name: string }; remove?: readonly string[] },
    send: () => Promise<unknown>,
  ): Promise<void> {
    if (rename) this.#renamed.set(rename.id, rename.name);
    for (const id of remove) this.#gone.add(id);
    this.#draw();
    try {
      await send();
      this.#tabs.tell({ type: 'folders' });
      await Promise.all([...this.#shelves.values()].map((entry) => this.#read(entry)));
    } finally {
      if (rename) this.#renamed.delete(rename.id);
      for (const id of remove) this.#gone.delete(id);
      this.#draw();
    }
  }

  #entry(query: FolderQuery): Entry {
    const key = folderKey(query);
    const entry = this.#shelves.get(key) ?? {
      query,
      shelf: null,
      seed: null,
      error: null,
      reading: null,
      snapshot: loading,
    };
    this.#shelves.set(key, entry);
    return entry;
  }

  async #read(entry: Entry): Promise<void> {
    entry.reading?.abort();
    const reading = new AbortController();
    entry.reading = reading;
    const { parentId } = entry.query;
    try {
      const [{ items }, folder] = await Promise.all([
        this.#port.list(entry.query, reading.signal),
        parentId && parentId !== 'root' ? this.#port.get(parentId, reading.signal) : null,
      ]);
      if (!reading.signal.aborted) this.#update(entry, { shelf: { folder, items }, error: null });
    } catch (error) {
      if (!reading.signal.aborted) this.#update(entry, { error });
    }
  }

  #update(entry: Entry, change: Partial<Entry>): void {
    Object.assign(entry, change);
    entry.snapshot = this.#see(entry);
    for (const listener of [...this.#listeners]) listener();
  }

  #draw(): void {
    for (const entry of this.#shelves.values()) entry.snapshot = this.#see(entry);
    for (const listener of [...this.#listeners]) listener();
  }

  #see({ shelf, error }: Entry): ShelfSnapshot {
    if (error !== null) return { status: 'error', error };
    if (!shelf) return loading;
    const named = (folder: FolderDto) => {
      const name = this.#renamed.get(folder.id);
      return name === undefined ? folder : { ...folder, name };
    };
    return {
      status: 'ready',
      folder: shelf.folder && named(shelf.folder),
      items: shelf.items.filter(({ id }) => !this.#gone.has(id)).map(named),
    };
  }
}
