import type { Engine, Job, Wait } from './engine';

/** A part that takes no longer moves the bar often enough by arriving. */
const quickMs = 1_000;

/** Bytes of one file: those of arrived parts, and those under way. */
export class PartProgress {
  readonly #engine: Engine;
  readonly #id: string;
  readonly #underWay = new Map<number, number>();
  readonly #waits = new Map<number, Wait>();
  #arrivedBytes: number;
  /** True while parts arrive faster than anybody could watch them travel. */
  isQuick = false;

  constructor(engine: Engine, { id }: Job, recoveredBytes: number) {
    this.#engine = engine;
    this.#id = id;
    this.#arrivedBytes = recoveredBytes;
    engine.items.dispatch(id, { type: 'recovered', sentBytes: recoveredBytes });
  }

  sent(partNumber: number, bytes: number): void {
    this.#waits.delete(partNumber);
    this.#underWay.set(partNumber, bytes);
    this.#tell();
  }

  arrived(partNumber: number, sizeBytes: number, tookMs: number): void {
    this.isQuick = tookMs < quickMs;
    this.#underWay.delete(partNumber);
    this.#waits.delete(partNumber);
    this.#arrivedBytes += sizeBytes;
    this.#tell();
    this.#tellWait();
  }

  /** Notes that a part moves no longer. One slow part is no reason to call the whole file waiting: the last one is. */
  stopped(partNumber: number, wait: Wait): void {
    this.#underWay.delete(partNumber);
    this.#waits.set(partNumber, wait);
    this.#tellWait();
  }

  #tellWait(): void {
    const [wait] = this.#waits.values();
    if (wait && this.#underWay.size === 0) this.#engine.items.dispatch(this.#id, { type: 'wait', ...wait });
  }

  #tell(): void {
    let sentBytes = this.#arrivedBytes;
    for (const bytes of this.#underWay.values()) sentBytes += bytes;
    this.#engine.items.dispatch(this.#id, { type: 'progress', sentBytes });
  }
}
