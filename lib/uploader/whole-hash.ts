import { hexToBase64 } from './encoding';
import type { Engine, Job } from './engine';

const mebibyte = 1024 * 1024;
/**
 * A link slower than this (240 Mbit/s) leaves time to hash: SHA-256 runs at 100 to 300 MB/s. Much below that on purpose:
 * on a busy machine bytes travel slowly because the processor is short, and hashing more would make it worse.
 */
const slowLinkBytesPerMs = 30_000;
/** What has to arrive before the link can be judged: a full round of parts in flight. */
const judgedFromBytes = 48 * mebibyte;
/** How long the end of an upload may wait for the hash. */
const patienceMs = 1_000;

/**
 * SHA-256 of a whole large file, read beside its upload where the link is slower than the hash: there it costs no time,
 * and elsewhere it would be most of it.
 */
export class WholeHash {
  readonly #engine: Engine;
  readonly #job: Job;
  readonly #startedAt = performance.now();
  #arrivedBytes = 0;
  #isJudged = false;
  #hash: Promise<string | null> = Promise.resolve(null);

  constructor(engine: Engine, job: Job) {
    this.#engine = engine;
    this.#job = job;
  }

  /** Notes bytes that arrived, and begins to hash once they show that there is time. */
  arrived(bytes: number): void {
    this.#arrivedBytes += bytes;
    if (this.#isJudged || this.#arrivedBytes < Math.min(judgedFromBytes, this.#job.file.size / 2)) return;
    this.#isJudged = true;
    const speed = this.#arrivedBytes / (performance.now() - this.#startedAt);
    if (speed < slowLinkBytesPerMs) this.#hash = this.#start();
  }

  /** The SHA-256 in base64, or null when there was no time for it. */
  async result(): Promise<string | null> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<null>((resolve) => {
      timer = setTimeout(() => resolve(null), patienceMs);
    });
    try {
      return await Promise.race([this.#hash, late]);
    } finally {
      clearTimeout(timer);
    }
  }

  async #start(): Promise<string | null> {
    try {
      const { sha256 } = await this.#engine.hasher.digest(this.#job.file, ['sha256'], this.#job.signal);
      return sha256 ? hexToBase64(sha256) : null;
    } catch (error) {
      // The parts tell what is wrong with the file; this hash is an extra.
      if (!this.#job.signal.aborted) this.#engine.report(error);
      return null;
    }
  }
}
