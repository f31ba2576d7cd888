/**
 * What this page has seen of each bucket, by origin. Bytes that moved prove that the CORS rules name this site: progress is
 * told only to requests with a listener, and those are preflighted. An answer that could be read proves more: what the
 * bucket has to say can be heard.
 */
export class BucketOrigins {
  readonly #moved = new Set<string>();
  readonly #answered = new Set<string>();

  moved(url: string): void {
    this.#moved.add(originOf(url));
  }

  answered(url: string): void {
    this.#answered.add(originOf(url));
  }

  hasMoved(url: string): boolean {
    return this.#moved.has(originOf(url));
  }

  hasAnswered(url: string): boolean {
    return this.#answered.has(originOf(url));
  }
}

const originOf = (url: string): string => new URL(url).origin;
