import type { UploadApi } from './api';
import type { CompleteResult } from './protocol';

interface Asked {
  uploadId: string;
  resolve: (result: CompleteResult) => void;
  reject: (error: unknown) => void;
}

/** API.md: at most 500 ids a call. */
const maxIds = 500;
/** Between two calls, so that a thousand small files need a handful of them. The first one goes at once. */
const pauseMs = { first: 250, longest: 4_000 };

/** Confirms small uploads many at a time: what arrives while a call is out, or just after, goes into the next one. */
export class Confirmer {
  readonly #api: UploadApi;
  readonly #isLast: () => boolean;
  #asked: Asked[] = [];
  #busy = false;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #pauseMs = pauseMs.first;
  #notBefore = 0;

  /** `isLast` tells that nothing else is on its way, so that there is nothing to wait for. */
  constructor(api: UploadApi, isLast: () => boolean) {
    this.#api = api;
    this.#isLast = isLast;
  }

  /** The server's answer for one upload. Rejects as `completeMany` does. */
  confirm(uploadId: string): Promise<CompleteResult> {
    return new Promise((resolve, reject) => {
      this.#asked.push({ uploadId, resolve, reject });
      this.#consider();
    });
  }

  /** To be called when other work ended: the last files need not wait for company. */
  hurry(): void {
    if (this.#asked.length > 0 && this.#isLast()) this.#consider();
  }

  #consider(): void {
    if (this.#busy || this.#asked.length === 0) return;
    const waitMs = this.#isLast() || this.#asked.length >= maxIds ? 0 : this.#notBefore - Date.now();
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    if (waitMs <= 0) void this.#call();
    else this.#timer = setTimeout(() => this.#call(), waitMs);
  }

  async #call(): Promise<void> {
    this.#busy = true;
    const batch = this.#asked.splice(0, maxIds);
    try {
      const results = await this.#api.completeMany(batch.map(({ uploadId }) => uploadId));
      for (const [index, asked] of batch.entries()) {
        const result = results[index];
        if (result) asked.resolve(result);
        else asked.reject(new Error('The server answered for fewer uploads than it was asked about.'));
      }
    } catch (error) {
      for (const asked of batch) asked.reject(error);
    }
    this.#busy = false;
    this.#notBefore = Date.now() + this.#pauseMs;
    this.#pauseMs = Math.min(pauseMs.longest, this.#pauseMs * 2);
    this.#consider();
  }
}
