const speedHalfLifeMs = 3_000;
const timeLeftHalfLifeMs = 2_000;
/** Without a byte for so long, the speed before says nothing of what comes. */
const stalledMs = 5_000;
/** The time left is drawn in ratios, which have no zero. */
const shortestSeconds = 0.1;

/** The share of an old value that remains after `elapsedMs`. Source: the half-life filter of Uppy, `emaFilter.ts`. */
const fade = (elapsedMs: number, halfLifeMs: number) => 0.5 ** (elapsedMs / halfLifeMs);

/**
 * Speed and time left, steady enough to read. Feed it the bytes that moved since the last call; times in ms from any
 * monotonic clock.
 */
export class Speed {
  #rate: number | null = null;
  /** Bytes, and the time they took; older ones have faded. Their ratio is the speed, from the first sample on. */
  #bytes = 0;
  #ms = 0;
  #left: number | null = null;
  #at: number | null = null;
  #movedAt = 0;
  #pendingBytes = 0;

  /** Takes bytes that moved; they count at the next `sample`. */
  add(bytes: number): void {
    this.#pendingBytes += bytes;
  }

  /** Folds what moved since the last sample into the speed; `remainingBytes` gives the time left. */
  sample(now: number, remainingBytes: number): void {
    if (this.#at === null) {
      this.#at = now;
      this.#movedAt = now;
      return;
    }
    const elapsedMs = now - this.#at;
    if (elapsedMs <= 0) return;
    this.#at = now;
    if (this.#pendingBytes > 0) this.#movedAt = now;
    // The time before the first byte is no slow start.
    else if (this.#rate === null) return;
    else if (now - this.#movedAt >= stalledMs) {
      this.#forget();
      return;
    }
    const keep = fade(elapsedMs, speedHalfLifeMs);
    this.#bytes = this.#bytes * keep + this.#pendingBytes;
    this.#ms = this.#ms * keep + elapsedMs;
    this.#pendingBytes = 0;
    this.#rate = (this.#bytes * 1_000) / this.#ms;
    this.#estimate(elapsedMs, remainingBytes);
  }

  /** Forgets everything: after a pause or a sleep the old speed says nothing. */
  reset(): void {
    this.#forget();
    this.#at = null;
    this.#pendingBytes = 0;
  }

  #forget(): void {
    this.#rate = null;
    this.#bytes = 0;
    this.#ms = 0;
    this.#left = null;
  }

  get bytesPerSecond(): number {
    return Math.round(this.#rate ?? 0);
  }

  /** Null while nothing is known: before the first bytes, or when nothing moves. */
  get secondsLeft(): number | null {
    return this.#left === null ? null : Math.ceil(this.#left);
  }

  /**
   * The old estimate, shortened by the time that went by, is drawn towards the new one: by its ratio, so that one that is
   * a thousand times too long is forgotten as soon as one that is too short.
   */
  #estimate(elapsedMs: number, remainingBytes: number): void {
    if (!this.#rate || this.#rate < 1) {
      this.#left = null;
      return;
    }
    const fresh = Math.max(shortestSeconds, remainingBytes / this.#rate);
    if (this.#left === null) {
      this.#left = fresh;
      return;
    }
    const keep = fade(elapsedMs, timeLeftHalfLifeMs);
    // One that is too short already is shortened less: it would never grow out of it.
    const goneBy = (elapsedMs / 1_000) * Math.min(1, this.#left / fresh);
    const shortened = Math.max(shortestSeconds, this.#left - goneBy);
    this.#left = shortened ** keep * fresh ** (1 - keep);
  }
}
