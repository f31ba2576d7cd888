import type { Problem } from './protocol';

/** The API answered with a problem. `retryAfterMs` is null where the answer named no time. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  constructor(
    readonly problem: Problem,
    readonly retryAfterMs: number | null = null,
  ) {
    super(problem.detail ?? problem.title ?? `The server answered ${problem.status}.`);
  }
}

/** The API gave no answer: offline, app down, or the connection broke. */
export class ApiUnreachable extends Error {
  override readonly name = 'ApiUnreachable';
}

/** A request to the bucket came to nothing: no answer at all, or no byte moved for too long. */
export class TransportError extends Error {
  override readonly name = 'TransportError';
  constructor(
    readonly kind: 'network' | 'stalled',
    options?: ErrorOptions,
  ) {
    super(
      kind === 'stalled' ? 'No byte moved for too long.' : 'The connection to the storage broke.',
      options,
    );
  }
}

/** The bucket answered, but not with success. `code` is the S3 error code where the body could be read. */
export class BucketError extends Error {
  override readonly name = 'BucketError';
  constructor(
    readonly status: number,
    readonly code: string | null,
    readonly retryAfterMs: number | null,
  ) {
    super(`The storage answered ${status}${code ? ` ${code}` : ''}.`);
  }
}

/** The file on the person's disk can no longer be read, or is not the one that was begun. */
export class FileUnreadable extends Error {
  override readonly name = 'FileUnreadable';
}

/** How one item ends: `message` is a sentence for the person, `reason` a stable word for code. */
export class UploadFailure extends Error {
  override readonly name = 'UploadFailure';
  constructor(
    readonly outcome: 'failed' | 'refused',
    readonly reason: string,
    message: string,
    readonly retryable: boolean,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** The server no longer knows the upload (its life ended): begin again from the first byte. */
export class UploadGone extends Error {
  override readonly name = 'UploadGone';
}
