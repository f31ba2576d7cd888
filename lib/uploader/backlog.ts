/** Work that may end later than what it belongs to, but not much: at most `limit` pieces of it. */
export class Backlog {
  readonly #limit: number;
  readonly #pending = new Set<Promise<void>>();
  readonly #onError: (error: unknown) => void;

  /** `onError` hears of each failure. */
  constructor(limit: number, onError: (error: unknown) => void) {
    this.#limit = limit;
    this.#onError = onError;
  }

  get size(): number {
    return this.#pending.size;
  }

  /** Takes a piece of work; resolves when there is room for another. Never rejects. */
  async add(work: Promise<void>): Promise<void> {
    const settled: Promise<void> = work.catch(this.#onError).finally(() => this.#pending.delete(settled));
    this.#pending.add(settled);
    while (this.#pending.size >= this.#limit) await Promise.race(this.#pending);
  }

  /** Resolves when all is done. */
  async drain(): Promise<void> {
    await Promise.all(this.#pending);
  }
}
