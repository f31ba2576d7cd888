import type { ErrorCode, FieldError, Problem } from '@/lib/contracts/errors';

/** A failed call: the server's problem, or `network` when no answer came (offline, blocked, server down). */
export class ApiError extends Error {
  readonly code: ErrorCode | 'network';
  readonly status: number;
  readonly title: string;
  /** A sentence for the person: what happened and what to do next. */
  readonly detail: string;
  readonly requestId: string | undefined;
  readonly errors: FieldError[];
  readonly retryAfterSeconds: number | undefined;

  constructor(
    problem: Omit<Problem, 'code' | 'requestId' | 'type'> & {
      code: ErrorCode | 'network';
      requestId?: string;
    },
    options: { retryAfterSeconds?: number; cause?: unknown } = {},
  ) {
    super(problem.detail, { cause: options.cause });
    this.name = 'ApiError';
    this.code = problem.code;
    this.status = problem.status;
    this.title = problem.title;
    this.detail = problem.detail;
    this.requestId = problem.requestId;
    this.errors = problem.errors ?? [];
    this.retryAfterSeconds = options.retryAfterSeconds;
  }

  /** The message for one field of the request, by its path ("email", "files.0.name"). */
  fieldMessage(path: string): string | undefined {
    return this.errors.find((error) => error.path === path)?.message;
  }
}

/** The error of a call that got no answer. */
export const networkError = (cause: unknown): ApiError =>
  new ApiError(
    {
      status: 0,
      code: 'network',
      title: 'Sluice cannot be reached',
      detail: 'No answer came from the server. Check your connection and try again.',
    },
    { cause },
  );

/** Any thrown value as an ApiError, so that every surface shows the same four things. */
export function toApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  return new ApiError(
    {
      status: 0,
      code: 'internal',
      title: 'Something went wrong in this page',
      detail: 'Reload the page and try again.',
    },
    { cause: error },
  );
}
