import { api } from '@/lib/api-client/api';
import { ApiError } from '@/lib/api-client/api-error';
import type { Presign } from '@/lib/contracts/common';

/** URLs are signed just before they are used, this many a call. */
const signingWindow = 50;
/** A URL this close to its end is signed again: the files before it may have taken that long. */
const renewBeforeMs = 60_000;

/** Signed URLs for a sequence of files, in windows; again when they grow old or are forgotten. */
export class Signer {
  readonly #order: readonly string[];
  readonly #signed = new Map<string, Presign>();

  constructor(ids: readonly string[]) {
    this.#order = ids;
  }

  /** A URL that lives for another minute at least. Throws ApiError, also for a file that is gone. */
  async get(id: string): Promise<string> {
    const known = this.#signed.get(id);
    if (known && new Date(known.expiresAt).getTime() - Date.now() > renewBeforeMs) return known.url;
    const start = this.#order.indexOf(id);
    const ids = this.#order.slice(start, start + signingWindow);
    const { items } = await api('presignFiles', { body: { ids } });
    this.#signed.clear();
    for (const item of items) {
      if ('presign' in item) this.#signed.set(item.id, item.presign);
      else if (item.id === id) throw new ApiError(item.error as ConstructorParameters<typeof ApiError>[0]);
    }
    const presign = this.#signed.get(id);
    if (!presign) throw new Error('The server signed nothing for this file.');
    return presign.url;
  }

  /** The next get asks the server: this URL was refused. */
  forget(id: string): void {
    this.#signed.delete(id);
  }
}
