import { Transform, type TransformCallback } from 'node:stream';

/** What all bodies on their way share. */
export type Flow = {
  passedBytes: number;
  faults: { stallAfterBytes: number | null; bytesPerSecond: number | null };
};

/** One body on its way to the bucket: counted, on a link of the given speed, and held up where it `isConcerned`. */
export class MeteredBody extends Transform {
  passedBytes = 0;
  readonly #flow: Flow;
  readonly #isConcerned: boolean;
  #end: { afterBytes: number; act: () => void } | null = null;
  #goOn: (() => void) | null = null;

  constructor(flow: Flow, isConcerned: boolean) {
    super({ highWaterMark: 64 * 1024 });
    this.#flow = flow;
    this.#isConcerned = isConcerned;
  }

  /** Calls act once more than afterBytes have passed; nothing passes after that. */
  endAfter(afterBytes: number, act: () => void): void {
    this.#end = { afterBytes, act };
  }

  /** Looks again at what stopped it. */
  goOn(): void {
    this.#goOn?.();
  }

  override _transform(piece: Buffer, _encoding: string, done: TransformCallback): void {
    const { stallAfterBytes, bytesPerSecond } = this.#flow.faults;
    if (this.#isConcerned && stallAfterBytes !== null && this.passedBytes >= stallAfterBytes) {
      this.#goOn = () => {
        this.#goOn = null;
        this._transform(piece, _encoding, done);
      };
      return;
    }
    this.passedBytes += piece.length;
    this.#flow.passedBytes += piece.length;
    if (this.#end && this.passedBytes > this.#end.afterBytes) {
      this.#end.act();
      return;
    }
    if (bytesPerSecond) {
      const waitMs = reserve(this.#flow, piece.length, bytesPerSecond);
      setTimeout(() => done(null, piece), waitMs);
      return;
    }
    done(null, piece);
  }
}

/** When the shared link is free: [end of the last reservation in ms] per flow. */
const freeAt = new WeakMap<Flow, number>();

/** Takes room on the link all bodies of flow share; returns how long to wait for it. */
function reserve(flow: Flow, bytes: number, bytesPerSecond: number): number {
  const now = performance.now();
  const end = Math.max(now, freeAt.get(flow) ?? 0) + (bytes * 1_000) / bytesPerSecond;
  freeAt.set(flow, end);
  return end - now;
}
