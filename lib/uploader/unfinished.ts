import type { Engine } from './engine';
import { newId } from './ids';
import { tabLock, uploadLock } from './locks';
import type { RemoteUpload, UploadPage } from './protocol';
import type { ResumeRecord } from './resume-store';
import { persist } from './retry';
import type { UploadItem } from './state';

const maxIds = 500;

/** Uploads of earlier sessions that wait for their file to be picked again. */
export class Unfinished {
  readonly #engine: Engine;
  readonly #records = new Map<string, ResumeRecord>();
  /** When the file behind an item was last changed, as the server was told. */
  readonly #changed = new Map<string, number>();

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /** What an earlier session noted about an upload. */
  record(uploadId: string): ResumeRecord | null {
    return this.#records.get(uploadId) ?? null;
  }

  /**
   * Lists what the server holds unfinished and no living tab works on. Small files whose bytes arrived before the
   * page went away become files at once; the rest become items in state `needs-file`.
   */
  async restore(signal: AbortSignal): Promise<void> {
    const { items, store, locks, report } = this.#engine;
    const [records, held] = await Promise.all([store.all(), locks.held()]).catch((error) => {
      report(error);
      return [[], new Set<string>()] as const;
    });
    for (const record of records) this.#records.set(record.uploadId, record);
    const known = new Set([...items.values()].map((item) => item.uploadId));
    const uploads = (await this.#listAll(signal)).filter(({ id, state }) => {
      const tab = this.#records.get(id)?.tab;
      const elsewhere = held.has(uploadLock(id)) || (tab !== undefined && held.has(tabLock(tab)));
      return (state === 'pending' || state === 'uploading') && !known.has(id) && !elsewhere;
    });
    const arrived = await this.#confirmArrived(uploads, signal);
    const waiting = uploads.filter(({ id }) => !arrived.has(id));
    items.add(waiting.map((upload) => this.#toItem(upload)));
    const listed = new Set(waiting.map(({ id }) => id));
    const stale = records.filter(({ uploadId, tab }) => !listed.has(uploadId) && !held.has(tabLock(tab)));
    await store.remove(stale.map(({ uploadId }) => uploadId)).catch(report);
  }

  /** Finds the unfinished item that a picked file belongs to, as far as name, size and time of change can tell. */
  matcher(): (picked: { name: string; path: string; file: File }) => UploadItem | null {
    const waiting = new Map<string, UploadItem[]>();
    const keyOf = (name: string, sizeBytes: number) => `${sizeBytes}/${name}`;
    for (const item of this.#engine.items.values()) {
      if (item.state.name !== 'needs-file') continue;
      const key = keyOf(item.name, item.sizeBytes);
      waiting.set(key, [...(waiting.get(key) ?? []), item]);
    }
    return ({ name, path, file }) => {
      const same = waiting.get(keyOf(name, file.size)) ?? [];
      const index = same.findIndex((item) => {
        const record = item.uploadId ? this.record(item.uploadId) : null;
        const lastModified =
          record?.fingerprint.lastModified ?? this.#changed.get(item.id) ?? file.lastModified;
        return lastModified === file.lastModified && (!record || record.path === path);
      });
      return index < 0 ? null : (same.splice(index, 1)[0] ?? null);
    };
  }

  async #listAll(signal: AbortSignal): Promise<RemoteUpload[]> {
    const { api, policy, weather } = this.#engine;
    const patience = { policy, weather, signal, onWait: () => {}, onGo: () => {} };
    const all: RemoteUpload[] = [];
    let cursor: string | null = null;
    do {
      const at: string | null = cursor;
      const page: UploadPage = await persist(patience, () => api.list(at, signal));
      all.push(...page.items);
      cursor = page.nextCursor ?? null;
    } while (cursor);
    return all;
  }

  async #confirmArrived(uploads: readonly RemoteUpload[], signal: AbortSignal): Promise<ReadonlySet<string>> {
    const { api, report } = this.#engine;
    const singles = uploads.filter(({ partSize }) => partSize === undefined).map(({ id }) => id);
    const arrived = new Set<string>();
    for (let start = 0; start < singles.length; start += maxIds) {
      const ids = singles.slice(start, start + maxIds);
      try {
        const results = await api.completeMany(ids, signal);
        for (const [index, id] of ids.entries()) {
          if (results[index] && results[index].outcome !== 'error') arrived.add(id);
        }
      } catch (error) {
        report(error);
      }
    }
    return arrived;
  }

  #toItem(upload: RemoteUpload): UploadItem {
    const sent = (upload.parts ?? []).reduce((sum, part) => sum + part.size, 0);
    const id = newId();
    if (upload.lastModified !== undefined) this.#changed.set(id, upload.lastModified);
    return {
      id,
      name: upload.name,
      path: this.record(upload.id)?.path ?? '',
      sizeBytes: upload.size,
      type: '',
      folderId: upload.folderId ?? null,
      onConflict: 'ask',
      uploadId: upload.id,
      sentBytes: Math.min(sent, upload.size),
      state: { name: 'needs-file', message: null },
    };
  }
}
