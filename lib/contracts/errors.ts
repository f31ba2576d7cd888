/**
 * Every error code of the API and its HTTP status: one table for handlers, clients and the OpenAPI document.
 * A code is stable; its title may be reworded. Source: RFC 9457.
 */
export const errorCodes = {
  invalid_request: { status: 400, title: 'The request is not valid' },
  unauthenticated: { status: 401, title: 'Sign in first' },
  invalid_credentials: { status: 401, title: 'The e-mail or password is wrong' },
  forbidden: { status: 403, title: 'Not allowed' },
  cross_origin: { status: 403, title: 'The request came from another site' },
  insufficient_scope: { status: 403, title: 'The token may not do this' },
  link_locked: { status: 403, title: 'This link asks for its password' },
  not_found: { status: 404, title: 'Not found' },
  link_unavailable: { status: 404, title: 'This link is not available' },
  method_not_allowed: { status: 405, title: 'Method not allowed' },
  conflict: { status: 409, title: 'Conflict' },
  upload_incomplete: { status: 409, title: 'The upload is not complete' },
  idempotency_conflict: { status: 409, title: 'The same Idempotency-Key was used for another request' },
  plan_changed: { status: 409, title: 'The plan has changed' },
  precondition_failed: { status: 412, title: 'Changed in the meantime' },
  too_large: { status: 413, title: 'Too large' },
  type_refused: { status: 415, title: 'This kind of file is not accepted' },
  wrong_host: { status: 421, title: 'This is not the address of this Sluice' },
  verification_failed: { status: 422, title: 'The stored bytes do not match' },
  rate_limited: { status: 429, title: 'Too many requests' },
  internal: { status: 500, title: 'Something went wrong' },
  unavailable: { status: 503, title: 'Temporarily unavailable' },
  quota_exceeded: { status: 507, title: 'The storage quota is full' },
} as const satisfies Record<string, { status: number; title: string }>;

export type ErrorCode = keyof typeof errorCodes;

export type FieldError = { path: string; message: string };

/** RFC 9457 body as Sluice sends it (application/problem+json). */
export type Problem = {
  type: string;
  title: string;
  status: number;
  code: ErrorCode;
  detail: string;
  requestId: string;
  errors?: FieldError[];
};

type AppErrorInit = { detail: string; errors?: FieldError[]; retryAfterSeconds?: number; cause?: unknown };

/** An expected failure. `detail` is a sentence for the person; `cause` is for the log only. */
export class AppError extends Error {
  readonly detail: string;
  readonly errors?: FieldError[];
  readonly retryAfterSeconds?: number;

  constructor(
    readonly code: ErrorCode,
    { detail, errors, retryAfterSeconds, cause }: AppErrorInit,
  ) {
    super(`${code}: ${detail}`, { cause });
    this.name = 'AppError';
    this.detail = detail;
    this.errors = errors;
    this.retryAfterSeconds = retryAfterSeconds;
  }

  get status(): number {
    return errorCodes[this.code].status;
  }
}

/** The RFC 9457 body for error in the answer to the request requestId. */
export function toProblem(error: AppError, requestId: string): Problem {
  return {
    type: `/docs/errors#${error.code}`,
    title: errorCodes[error.code].title,
    status: error.status,
    code: error.code,
    detail: error.detail,
    requestId,
    ...(error.errors ? { errors: error.errors } : {}),
  };
}

export const invalidRequest = (errors: FieldError[]) =>
  new AppError('invalid_request', {
    detail: errors[0] ? `${errors[0].path || 'Request'}: ${errors[0].message}` : 'The request is not valid.',
    errors,
  });
export const unauthenticated = () =>
  new AppError('unauthenticated', { detail: 'Sign in, or send a valid token, and try again.' });
export const forbidden = (detail = 'Your account is not allowed to do this.') =>
  new AppError('forbidden', { detail });
export const notFound = (what = 'Nothing') =>
  new AppError('not_found', {
    detail: `${what} was found here. It may have been removed, or it is not yours.`,
  });
export const conflict = (detail: string) => new AppError('conflict', { detail });
export const changedMeanwhile = () =>
  new AppError('precondition_failed', {
    detail: 'This was changed in the meantime. Load it again and repeat your change.',
  });
export const rateLimited = (retryAfterSeconds: number) =>
  new AppError('rate_limited', {
    detail: `Too many requests. Try again in ${Math.ceil(retryAfterSeconds)} seconds.`,
    retryAfterSeconds,
  });
export const unavailable = (what: string, cause?: unknown) =>
  new AppError('unavailable', {
    detail: `${what} does not answer at the moment. Try again shortly.`,
    retryAfterSeconds: 5,
    cause,
  });
export const quotaExceeded = ({ neededBytes, freeBytes }: { neededBytes: number; freeBytes: number }) =>
  new AppError('quota_exceeded', {
    detail: `Your storage is full: this needs ${neededBytes} bytes and ${Math.max(0, freeBytes)} are free. Empty the trash or ask an admin for more.`,
  });
