import type { Engine, Job } from './engine';
import { type BucketError, FileUnreadable, UploadFailure } from './errors';

/** After so many broken connections to a bucket that never answered, find out whether the browser is kept from it. */
const askAfterBreaks = 3;
/** A bucket that has just come back also answers the probe: only tries that began after an answer count. */
const blockedTries = 2;
/** Where bytes move and nothing comes back a poor line is likelier than a refusal: more patience. */
const unheardTries = 8;
/** A fresh link is refused so often before a person hears of it: new keys and rules take seconds to spread. */
const refusedTries = 5;

/** Finds out what keeps one body from its bucket, try after try: a better error than "broke" or "403", where there is one. */
export class Diagnosis {
  readonly #engine: Engine;
  readonly #job: Job;
  #breaks = 0;
  #blocked = 0;
  #refused = 0;

  constructor(engine: Engine, job: Job) {
    this.#engine = engine;
    this.#job = job;
  }

  /** A connection broke, or its answer could not be read. Null: nothing better is known. */
  async ofBreak(url: string): Promise<Error | null> {
    this.#breaks += 1;
    if (!(await isReadable(this.#job.file))) {
      return new FileUnreadable(
        'The file can no longer be read: it was moved, changed or locked. Pick it again.',
      );
    }
    const { weather, origins } = this.#engine;
    if (this.#breaks < askAfterBreaks || !weather.isOnline || url === '' || origins.hasAnswered(url))
      return null;
    // The first tries of a page go out side by side: another one may have been heard while this one was asked about.
    if (!(await this.#keepsOut(url)) || origins.hasAnswered(url)) {
      this.#blocked = 0;
      return null;
    }
    this.#blocked += 1;
    const moved = origins.hasMoved(url);
    if (this.#blocked < (moved ? unheardTries : blockedTries)) return null;
    return moved ? unheard(url) : blocked(url);
  }

  /** A link signed a moment ago was refused, in words that could be read. Null: worth another try. */
  ofRefusal(error: BucketError): Error | null {
    this.#refused += 1;
    if (this.#refused < refusedTries) return null;
    return new UploadFailure('failed', 'storage-forbidden', refusalSentence(error), true, { cause: error });
  }

  /** Whether the storage is up, for the app and for the browser's probe, and yet this page's requests come to nothing. */
  async #keepsOut(url: string): Promise<boolean> {
    const { api, diagnose } = this.#engine;
    if ((await diagnose(url)) !== 'blocked') return false;
    return (await api.isStorageUp?.(this.#job.signal)) ?? true;
  }
}

const hostOf = (url: string): string => new URL(url).host;

const blocked = (url: string) =>
  new UploadFailure(
    'failed',
    'storage-blocked',
    `The storage at ${hostOf(url)} answers, but the browser may not send to it: its CORS rules do not name this site, or it refuses the link. An admin finds out and mends it with the storage check.`,
    true,
  );

const unheard = (url: string) =>
  new UploadFailure(
    'failed',
    'storage-forbidden',
    `The storage at ${hostOf(url)} takes bytes from this site and then breaks off: it refuses the link (its keys, or the clock of the server), or a proxy before it allows no file of this size. An admin finds out with the storage check.`,
    true,
  );

const unknownKeys: ReadonlySet<string> = new Set(['InvalidAccessKeyId', 'InvalidToken', 'ExpiredToken']);
const wrongClock: ReadonlySet<string> = new Set(['RequestTimeTooSkewed', 'RequestExpired']);

/** What the code of a refusal means for an admin. Source: S3 "Error responses". */
function refusalSentence({ code }: BucketError): string {
  const where = 'An admin finds out more with the storage check.';
  if (code !== null && unknownKeys.has(code))
    return `The storage does not know the keys that the server signs with (${code}). ${where}`;
  if (code !== null && wrongClock.has(code))
    return `The clocks of the server and of the storage differ: links have run out before they are used (${code}). ${where}`;
  if (code === 'SignatureDoesNotMatch')
    return `The storage does not accept the server's signature: its secret key is wrong, or a proxy on the way changes requests (${code}). ${where}`;
  return `The storage refuses links that were signed just now${code ? ` (${code})` : ''}: the server's keys may not write there, or its clock is wrong. ${where}`;
}

/** Chromium reports a file that changed on disk as a broken connection. */
const isReadable = (file: File): Promise<boolean> =>
  file
    .slice(0, 1)
    .arrayBuffer()
    .then(
      () => true,
      () => false,
    );
