/** Lets so many bytes into memory at once, first come, first served. What is larger than all of it comes alone. */
export class ByteBudget {
  readonly #limitBytes: number;
  readonly #waiting: { bytes: number; enter: () => void }[] = [];
  #takenBytes = 0;

  constructor(limitBytes: number) {
    this.#limitBytes = limitBytes;
  }

  /** Runs `task` when there is room for its bytes. */
  async hold<T>(bytes: number, task: () => Promise<T>): Promise<T> {
    await new Promise<void>((enter) => {
      this.#waiting.push({ bytes, enter });
      this.#admit();
    });
    try {
      return await task();
    } finally {
      this.#takenBytes -= bytes;
      this.#admit();
    }
  }

  #admit(): void {
    for (let next = this.#waiting[0]; next; next = this.#waiting[0]) {
      if (this.#takenBytes > 0 && this.#takenBytes + next.bytes > this.#limitBytes) return;
      this.#waiting.shift();
      this.#takenBytes += next.bytes;
      next.enter();
    }
  }
}
