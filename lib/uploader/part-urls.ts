import type { Target } from './deliver';
import type { SignedPart } from './protocol';

/** Never further ahead than this: URLs are secrets that expire. */
const windowParts = 16;

/** A signed part as a request to send. Throws where the server signed none. */
export function toTarget(signed: SignedPart | undefined): Target {
  if (!signed) throw new Error('The server signed no URL for a part.');
  const { url, headers = {} } = signed;
  return { method: 'PUT', url, headers };
}

type SignParts = (partNumbers: number[]) => Promise<{ parts: SignedPart[]; expiresIn: number }>;
type Known = { target: Target; until: number; round: number };

/** Signed URLs of the parts of one upload, asked for in windows just ahead of their use. */
export class PartUrls {
  readonly #sign: SignParts;
  readonly #ahead: number[];
  readonly #known = new Map<number, Known>();
  #round = 0;
  #asking: Promise<void> | null = null;

  /** `partNumbers` in the order in which they will be sent. */
  constructor(partNumbers: readonly number[], sign: SignParts) {
    this.#ahead = [...partNumbers];
    this.#sign = sign;
  }

  /** The URL of one part; `fresh` distrusts the one given before, and all that were signed with or before it. */
  async get(partNumber: number, fresh: boolean): Promise<Target> {
    if (fresh) this.#forget(this.#known.get(partNumber)?.round ?? 0);
    for (;;) {
      const known = this.#known.get(partNumber);
      if (known && known.until > Date.now()) return known.target;
      if (this.#asking) await this.#asking;
      else await this.#ask(partNumber);
    }
  }

  /** The bucket has the part: its URL is of no more use. */
  done(partNumber: number): void {
    this.#known.delete(partNumber);
    const index = this.#ahead.indexOf(partNumber);
    if (index >= 0) this.#ahead.splice(index, 1);
  }

  #forget(round: number): void {
    for (const [partNumber, known] of this.#known) if (known.round <= round) this.#known.delete(partNumber);
  }

  async #ask(partNumber: number): Promise<void> {
    this.#asking = this.#fetchWindow(partNumber).finally(() => {
      this.#asking = null;
    });
    await this.#asking;
  }

  async #fetchWindow(partNumber: number): Promise<void> {
    const now = Date.now();
    const others = this.#ahead.slice(0, windowParts).filter((other) => {
      return other !== partNumber && !((this.#known.get(other)?.until ?? 0) > now);
    });
    const { parts, expiresIn } = await this.#sign([partNumber, ...others].slice(0, windowParts));
    this.#round += 1;
    const until = Date.now() + expiresIn * 900;
    for (const part of parts) {
      this.#known.set(part.partNumber, { target: toTarget(part), until, round: this.#round });
    }
    if (!this.#known.has(partNumber)) throw new Error(`The server signed no URL for part ${partNumber}.`);
  }
}
