import { hexToBase64 } from './encoding';
import type { Engine, Job } from './engine';
import type { RunningHash } from './hasher';
import type { PartRange } from './parts';

/** So many parts may have arrived without being hashed: more, and the link is faster than the hash. */
const partsBehind = 3;
/** How much longer than its bytes an upload may take for the sake of the hash: a tenth, and at most a second. */
const patience = { share: 0.1, mostMs: 1_000 };

/**
 * SHA-256 of a whole large file, read part by part just after each one began to travel, when its bytes are still in the
 * machine's memory. Given up as soon as parts arrive faster than they are hashed: where the link is slower than the hash
 * it costs no time, and elsewhere it would be most of it.
 */
export class WholeHash {
  readonly #engine: Engine;
  readonly #job: Job;
  readonly #ranges: readonly PartRange[];
  readonly #startedAt = performance.now();
  readonly #begun = new Set<number>();
  readonly #running: RunningHash;
  #hashedParts = 0;
  /** Since now: those that are there already do not count against the hash. */
  #arrivedParts = 0;
  #isGivenUp = false;
  #sha256: string | null = null;
  #isGrowing = false;
  #growing = Promise.resolve();

  /** `ranges` of all parts, in order; those that are `there` are hashed first. */
  constructor(
    engine: Engine,
    job: Job,
    { ranges, there }: { ranges: readonly PartRange[]; there: Iterable<number> },
  ) {
    this.#engine = engine;
    this.#job = job;
    this.#ranges = ranges;
    this.#running = engine.hasher.begin(job.signal);
    for (const partNumber of there) this.#begun.add(partNumber);
    job.signal.addEventListener('abort', () => this.#giveUp(), { once: true });
  }

  /** A part begins to travel. */
  began(partNumber: number): void {
    this.#begun.add(partNumber);
    if (!this.#isGrowing) this.#growing = this.#grow();
  }

  /** A part has arrived; `unchecked` parts did before their own digests were known, which come first. */
  arrived(unchecked: number): void {
    this.#arrivedParts += 1;
    const behind = Math.max(unchecked, this.#arrivedParts - this.#hashedParts);
    if (behind > partsBehind) this.#giveUp();
  }

  /** The SHA-256 in base64, or null when there was no time for it. */
  async result(): Promise<string | null> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const waitMs = Math.min(patience.mostMs, patience.share * (performance.now() - this.#startedAt));
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, waitMs);
    });
    try {
      await Promise.race([this.#growing, late]);
    } finally {
      clearTimeout(timer);
      this.#giveUp();
    }
    return this.#sha256 ? hexToBase64(this.#sha256) : null;
  }

  async #grow(): Promise<void> {
    this.#isGrowing = true;
    try {
      for (let next = this.#ranges[this.#hashedParts]; next; next = this.#ranges[this.#hashedParts]) {
        if (this.#isGivenUp || !this.#begun.has(next.partNumber)) return;
        await this.#running.add(this.#job.file.slice(next.start, next.end, ''));
        this.#hashedParts += 1;
      }
      if (!this.#isGivenUp) this.#sha256 ??= await this.#running.end();
    } catch (error) {
      // The parts tell what is wrong with the file; this hash is an extra.
      if (!this.#job.signal.aborted) this.#engine.report(error);
      this.#giveUp();
    } finally {
      // In the same breath as the last look at what has begun: nothing may begin unseen in between.
      this.#isGrowing = false;
    }
  }

  #giveUp(): void {
    if (this.#isGivenUp) return;
    this.#isGivenUp = true;
    this.#running.forget();
  }
}
