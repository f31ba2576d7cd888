export interface PoolRequest {
  /** Requests of one file share a lane: no lane takes a second slot while another has none. */
  lane: string;
  /** Place in the list the person sees; breaks ties. */
  order: number;
  /** Small files keep one slot that no part of a large file may take. */
  small: boolean;
  signal: AbortSignal;
}

interface Waiter extends PoolRequest {
  start: () => void;
}

/** Source: browsers open six connections to one host over HTTP/1.1, and most buckets speak nothing newer. */
const defaultSize = 6;
/** Answers to requests that were already under way tell nothing new: one halving per second is enough. */
const halvingPauseMs = 1_000;

/**
 * One pool of requests over all files. Fair by lane, ordered by what the person sees. Additive increase,
 * multiplicative decrease: `congested` halves the number of slots, every full round of successes gives one back.
 */
export class Pool {
  readonly size: number;
  #limit: number;
  #running = 0;
  #runningLarge = 0;
  #successes = 0;
  #halvedAt = Number.NEGATIVE_INFINITY;
  #heldUntil = 0;
  #holdTimer: ReturnType<typeof setTimeout> | null = null;
  readonly #lanes = new Map<string, number>();
  readonly #waiting = new Set<Waiter>();

  constructor(size = defaultSize) {
    this.size = size;
    this.#limit = size;
  }

  get limit(): number {
    return this.#limit;
  }

  get running(): number {
    return this.#running;
  }

  /** Runs `task` when a slot is free. Rejects with the signal's reason when it is aborted before that. */
  async run<T>(request: PoolRequest, task: () => Promise<T>): Promise<T> {
    await this.#enter(request);
    try {
      return await task();
    } finally {
      this.#leave(request);
    }
  }

  /** The storage asked for less: half the slots, and nobody starts for `holdMs`. */
  congested(holdMs = 0): void {
    const now = performance.now();
    if (now - this.#halvedAt >= halvingPauseMs) {
      this.#halvedAt = now;
      this.#limit = Math.max(1, Math.floor(this.#limit / 2));
    }
    this.#successes = 0;
    if (holdMs > 0) this.#hold(now + holdMs);
  }

  succeeded(): void {
    if (this.#limit === this.size) return;
    this.#successes += 1;
    if (this.#successes < this.#limit) return;
    this.#successes = 0;
    this.#limit += 1;
    this.#admit();
  }

  #hold(until: number): void {
    if (until <= this.#heldUntil) return;
    this.#heldUntil = until;
    if (this.#holdTimer) clearTimeout(this.#holdTimer);
    this.#holdTimer = setTimeout(() => {
      this.#holdTimer = null;
      this.#heldUntil = 0;
      this.#admit();
    }, until - performance.now());
  }

  #enter(request: PoolRequest): Promise<void> {
    return new Promise((resolve, reject) => {
      if (request.signal.aborted) {
        reject(request.signal.reason);
        return;
      }
      const onAbort = () => {
        this.#waiting.delete(waiter);
        reject(request.signal.reason);
      };
      const start = () => {
        request.signal.removeEventListener('abort', onAbort);
        resolve();
      };
      const waiter: Waiter = { ...request, start };
      request.signal.addEventListener('abort', onAbort, { once: true });
      this.#waiting.add(waiter);
      this.#admit();
    });
  }

  #leave({ lane, small }: PoolRequest): void {
    this.#running -= 1;
    if (!small) this.#runningLarge -= 1;
    const left = (this.#lanes.get(lane) ?? 1) - 1;
    if (left > 0) this.#lanes.set(lane, left);
    else this.#lanes.delete(lane);
    this.#admit();
  }

  #admit(): void {
    if (this.#heldUntil > performance.now()) return;
    while (this.#running < this.#limit) {
      const next = this.#next();
      if (!next) return;
      this.#waiting.delete(next);
      this.#running += 1;
      if (!next.small) this.#runningLarge += 1;
      this.#lanes.set(next.lane, (this.#lanes.get(next.lane) ?? 0) + 1);
      next.start();
    }
  }

  /** The waiter whose lane runs least; among equals the one that stands first in the list. */
  #next(): Waiter | null {
    const largeMayStart = this.#runningLarge < Math.max(1, this.#limit - 1);
    let best: Waiter | null = null;
    let bestRunning = 0;
    for (const waiter of this.#waiting) {
      if (!waiter.small && !largeMayStart) continue;
      const running = this.#lanes.get(waiter.lane) ?? 0;
      if (best && (running > bestRunning || (running === bestRunning && waiter.order >= best.order)))
        continue;
      best = waiter;
      bestRunning = running;
    }
    return best;
  }
}
