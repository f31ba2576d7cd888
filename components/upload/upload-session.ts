import type { FileDto } from '@/lib/contracts/files';
import type { Addable, AddOptions, Snapshot, Uploader, UploadItem } from '@/lib/uploader';

export const emptySnapshot: Snapshot = {
  items: [],
  totals: {
    files: 0,
    sizeBytes: 0,
    sentBytes: 0,
    readyFiles: 0,
    states: {},
    bytesPerSecond: 0,
    secondsLeft: null,
    active: false,
  },
};

type Port = {
  load: () => Promise<Uploader>;
  /** Whether the server holds unfinished uploads: only then the engine is worth loading before the first upload. */
  hasUnfinished: () => Promise<boolean>;
  /** Files that became files. `intoFolders`: some came with folders of their own. */
  onArrived: (files: FileDto[], intoFolders: boolean) => void;
  onError: (error: unknown) => void;
};

/** The uploads of this tab, from before the engine is loaded until the tab closes; for useSyncExternalStore. */
export class UploadSession {
  readonly #port: Port;
  readonly #listeners = new Set<() => void>();
  readonly #arrived = new Set<string>();
  #uploader: Uploader | null = null;
  #loading: Promise<Uploader> | null = null;

  constructor(port: Port) {
    this.#port = port;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly getSnapshot = (): Snapshot => this.#uploader?.getSnapshot() ?? emptySnapshot;

  /** The engine, once there is one. */
  get uploader(): Uploader | null {
    return this.#uploader;
  }

  /** Takes files for a folder; the engine loads with the first ones. */
  add(files: readonly Addable[], options: AddOptions): void {
    if (files.length === 0) return;
    this.#start().then((uploader) => uploader.add(files, options), this.#port.onError);
  }

  /** Looks once for uploads an earlier visit left unfinished. */
  restore(): void {
    this.#port
      .hasUnfinished()
      .then(async (some) => {
        if (some) await (await this.#start()).restore();
      })
      .catch(this.#port.onError);
  }

  #start(): Promise<Uploader> {
    this.#loading ??= this.#port.load().then(
      (uploader) => {
        this.#uploader = uploader;
        uploader.subscribe(() => this.#follow(uploader));
        return uploader;
      },
      (error) => {
        // Another try may find the network back.
        this.#loading = null;
        throw error;
      },
    );
    return this.#loading;
  }

  #follow(uploader: Uploader): void {
    const fresh: UploadItem[] = [];
    for (const item of uploader.getSnapshot().items) {
      if (item.state.name !== 'ready' || this.#arrived.has(item.id)) continue;
      this.#arrived.add(item.id);
      fresh.push(item);
    }
    if (fresh.length > 0) {
      const files = fresh.flatMap(({ state }) =>
        state.name === 'ready' ? [state.file as unknown as FileDto] : [],
      );
      this.#port.onArrived(
        files,
        fresh.some(({ path }) => path !== ''),
      );
    }
    for (const listener of [...this.#listeners]) listener();
  }
}
