import type { Job } from './engine';
import { isLarge, type Stock } from './plan';

/** Counts what is announced and not yet sent, so that no more is taken than is good. */
export class WorkInHand implements Stock {
  batches = 0;
  smallReady = 0;
  large = 0;
  #sending = 0;
  readonly #onRoom: () => void;

  /** `onRoom` is called when a small file has begun to travel: there may be room for another. */
  constructor(onRoom: () => void) {
    this.#onRoom = onRoom;
  }

  get isEmpty(): boolean {
    return this.#sending === 0;
  }

  /**
   * Takes a job up. A small file counts as ready until its first byte may travel, a large one until its last has.
   * The answer is to be called when all bytes are sent or the job has ended; more than once does no harm.
   */
  take(job: Job): () => void {
    const kind = isLarge(job.file.size) ? 'large' : 'smallReady';
    let counted = true;
    let sending = true;
    const release = () => {
      if (!counted) return;
      counted = false;
      this[kind] -= 1;
      if (kind === 'smallReady') this.#onRoom();
    };
    this[kind] += 1;
    this.#sending += 1;
    if (kind === 'smallReady') job.onStart = release;
    return () => {
      release();
      if (sending) this.#sending -= 1;
      sending = false;
    };
  }
}
