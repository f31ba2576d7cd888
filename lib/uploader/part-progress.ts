import type { Engine, Job, Wait } from './engine';

/** A part that takes no longer moves the bar often enough by arriving. */
const quickMs = 1_000;
/** What a request sends at once may lie in the buffers of a dead connection: only what moves later has got through. */
const buffersMs = 1_000;

const isOfStorage = ({ reason }: Wait) => reason.startsWith('storage-');

/** Bytes of one file: those of arrived parts, and those under way. */
export class PartProgress {
  readonly #engine: Engine;
  readonly #id: string;
  readonly #underWay = new Map<number, number>();
  /** Parts that met bad weather: `resting` until their next try, which begins as soon as the pool has room. */
  readonly #troubled = new Map<number, { wait: Wait; resting: boolean }>();
  readonly #begunAt = new Map<number, number>();
  #arrivedBytes: number;
  /** A part stopped, and since then no byte of any has got through for certain. */
  #inDoubt = false;
  /** True while parts arrive faster than anybody could watch them travel. */
  isQuick = false;

  constructor(engine: Engine, { id }: Job, recoveredBytes: number) {
    this.#engine = engine;
    this.#id = id;
    this.#arrivedBytes = recoveredBytes;
    engine.items.dispatch(id, { type: 'recovered', sentBytes: recoveredBytes });
  }

  /** A request of a part begins, once more perhaps. */
  began(partNumber: number): void {
    this.#begunAt.set(partNumber, performance.now());
    if (!this.#inDoubt) this.#moves(partNumber, 0);
  }

  sent(partNumber: number, bytes: number): void {
    const begunAt = this.#begunAt.get(partNumber) ?? performance.now();
    if (this.#inDoubt && performance.now() - begunAt < buffersMs) return;
    this.#moves(partNumber, bytes);
  }

  arrived(partNumber: number, sizeBytes: number, tookMs: number): void {
    this.isQuick = tookMs < quickMs;
    this.#begunAt.delete(partNumber);
    this.#underWay.delete(partNumber);
    this.#troubled.delete(partNumber);
    this.#arrivedBytes += sizeBytes;
    this.#clear();
    this.#tell();
    this.#tellWait();
  }

  /** Notes that a part moves no longer. One slow part is no reason to call the whole file waiting: the last one is. */
  stopped(partNumber: number, wait: Wait): void {
    this.#begunAt.delete(partNumber);
    this.#underWay.delete(partNumber);
    this.#troubled.set(partNumber, { wait, resting: true });
    // Whoever waits for the network, for the app or for a person has sent nothing that could be in doubt.
    if (isOfStorage(wait)) this.#inDoubt = true;
    // From now on each part is watched: whether something moves is what the person wants to know.
    this.isQuick = false;
    this.#tellWait();
  }

  /** The rest of a part is over: its next try may begin. */
  rested(partNumber: number): void {
    const trouble = this.#troubled.get(partNumber);
    if (trouble) trouble.resting = false;
    if (!this.#inDoubt || (trouble && !isOfStorage(trouble.wait)))
      this.#engine.items.dispatch(this.#id, { type: 'go' });
  }

  #moves(partNumber: number, bytes: number): void {
    this.#troubled.delete(partNumber);
    this.#underWay.set(partNumber, bytes);
    this.#clear();
    this.#tell();
  }

  /** Something has got through. Bytes alone do not end a wait: those of a part that is sent again were counted before. */
  #clear(): void {
    this.#engine.items.dispatch(this.#id, { type: 'go' });
    this.#inDoubt = false;
  }

  #tellWait(): void {
    if (this.#underWay.size > 0) return;
    const troubles = [...this.#troubled.values()];
    const isTried = this.#begunAt.size > 0 || troubles.some(({ resting }) => !resting);
    const shown = troubles.find(({ resting }) => resting) ?? troubles[0];
    if (!shown || (!this.#inDoubt && isTried)) return;
    this.#engine.items.dispatch(this.#id, { type: 'wait', ...shown.wait });
  }

  #tell(): void {
    let sentBytes = this.#arrivedBytes;
    for (const bytes of this.#underWay.values()) sentBytes += bytes;
    this.#engine.items.dispatch(this.#id, { type: 'progress', sentBytes });
  }
}
