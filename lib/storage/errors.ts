/** Why a call to the bucket failed, in words that hold for every provider. */
export type StorageErrorKind =
  | 'not_found'
  | 'no_bucket'
  | 'precondition_failed'
  | 'conflict'
  | 'denied'
  | 'bad_credentials'
  | 'bad_signature'
  | 'clock_skew'
  | 'wrong_region'
  | 'bad_digest'
  | 'too_large'
  | 'invalid'
  | 'not_implemented'
  | 'full'
  | 'slow_down'
  | 'unavailable'
  | 'not_configured'
  | 'foreign_installation'
  | 'public_bucket'
  | 'unknown';

/** Worth trying again later, unchanged. */
const RETRYABLE: ReadonlySet<StorageErrorKind> = new Set(['conflict', 'slow_down', 'unavailable']);

interface StorageErrorInit {
  kind: StorageErrorKind;
  operation: string;
  providerCode?: string | undefined;
  providerMessage?: string | undefined;
  status?: number | undefined;
  requestId?: string | undefined;
}

/**
 * Every failure that leaves lib/storage. Bears no signed URL, no header and no `cause`: the SDK's own errors
 * carry the whole request, and errors end up in logs.
 */
export class StorageError extends Error {
  readonly kind: StorageErrorKind;
  readonly operation: string;
  readonly retryable: boolean;
  readonly providerCode: string | undefined;
  readonly providerMessage: string | undefined;
  readonly status: number | undefined;
  readonly requestId: string | undefined;

  constructor(init: StorageErrorInit) {
    const detail = [init.providerCode, redact(init.providerMessage)].filter(Boolean).join(': ');
    super(`${init.operation} failed (${init.kind})${detail ? `: ${detail}` : ''}`);
    this.name = 'StorageError';
    this.kind = init.kind;
    this.operation = init.operation;
    this.retryable = RETRYABLE.has(init.kind);
    this.providerCode = init.providerCode;
    this.providerMessage = redact(init.providerMessage);
    this.status = init.status;
    this.requestId = init.requestId;
  }
}

/** True for a StorageError, of this kind when one is named. */
export function isStorageError(error: unknown, kind?: StorageErrorKind): error is StorageError {
  return error instanceof StorageError && (kind === undefined || error.kind === kind);
}

/**
 * Error codes as S3 and its kin spell them.
 * Source: https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html; the lower ones are Node's.
 */
const KIND_BY_CODE: Readonly<Record<string, StorageErrorKind>> = {
  NoSuchKey: 'not_found',
  NoSuchUpload: 'not_found',
  NotFound: 'not_found',
  NoSuchCORSConfiguration: 'not_found',
  NoSuchLifecycleConfiguration: 'not_found',
  NoSuchBucketPolicy: 'not_found',
  NoSuchPublicAccessBlockConfiguration: 'not_found',
  NoSuchBucket: 'no_bucket',
  PreconditionFailed: 'precondition_failed',
  ConditionalRequestConflict: 'conflict',
  OperationAborted: 'conflict',
  AccessDenied: 'denied',
  AllAccessDisabled: 'denied',
  AccountProblem: 'denied',
  InvalidObjectState: 'denied',
  InvalidAccessKeyId: 'bad_credentials',
  InvalidToken: 'bad_credentials',
  ExpiredToken: 'bad_credentials',
  TokenRefreshRequired: 'bad_credentials',
  CredentialsProviderError: 'bad_credentials',
  SignatureDoesNotMatch: 'bad_signature',
  RequestTimeTooSkewed: 'clock_skew',
  RequestExpired: 'clock_skew',
  PermanentRedirect: 'wrong_region',
  TemporaryRedirect: 'wrong_region',
  AuthorizationHeaderMalformed: 'wrong_region',
  IllegalLocationConstraintException: 'wrong_region',
  BadDigest: 'bad_digest',
  InvalidDigest: 'bad_digest',
  XAmzContentSHA256Mismatch: 'bad_digest',
  EntityTooLarge: 'too_large',
  // Named because a 200 with an error inside reaches us with a made-up status of 5xx.
  EntityTooSmall: 'invalid',
  InvalidPart: 'invalid',
  InvalidPartOrder: 'invalid',
  InvalidRequest: 'invalid',
  InvalidArgument: 'invalid',
  MalformedXML: 'invalid',
  NotImplemented: 'not_implemented',
  MethodNotAllowed: 'not_implemented',
  UnsupportedOperation: 'not_implemented',
  QuotaExceeded: 'full',
  InsufficientCapacity: 'full',
  InsufficientStorage: 'full',
  XMinioStorageFull: 'full',
  SlowDown: 'slow_down',
  Throttling: 'slow_down',
  ThrottlingException: 'slow_down',
  TooManyRequests: 'slow_down',
  RequestTimeout: 'unavailable',
  ServiceUnavailable: 'unavailable',
  InternalError: 'unavailable',
  TimeoutError: 'unavailable',
  AbortError: 'unavailable',
  ECONNREFUSED: 'unavailable',
  ECONNRESET: 'unavailable',
  ECONNABORTED: 'unavailable',
  EPIPE: 'unavailable',
  ETIMEDOUT: 'unavailable',
  ENOTFOUND: 'unavailable',
  EAI_AGAIN: 'unavailable',
  EHOSTUNREACH: 'unavailable',
  ENETUNREACH: 'unavailable',
};

const KIND_BY_STATUS: Readonly<Record<number, StorageErrorKind>> = {
  301: 'wrong_region',
  307: 'wrong_region',
  401: 'denied',
  403: 'denied',
  404: 'not_found',
  405: 'not_implemented',
  409: 'conflict',
  412: 'precondition_failed',
  413: 'too_large',
  416: 'invalid',
  429: 'slow_down',
  501: 'not_implemented',
  507: 'full',
};

/** Whatever the SDK or the socket threw, as a StorageError. The provider's code wins over the bare status. */
export function toStorageError(operation: string, error: unknown): StorageError {
  if (error instanceof StorageError) return error;
  const seen = describe(error);
  return new StorageError({ operation, kind: toKind(seen), ...seen });
}

interface SeenError {
  providerCode: string | undefined;
  providerMessage: string | undefined;
  status: number | undefined;
  requestId: string | undefined;
}

function toKind({ providerCode, status }: SeenError): StorageErrorKind {
  const byCode = providerCode === undefined ? undefined : KIND_BY_CODE[providerCode];
  if (byCode) return byCode;
  if (status === undefined)
    return providerCode && /^(CERT_|ERR_TLS|ERR_SSL|E[A-Z]+$)/.test(providerCode) ? 'unavailable' : 'unknown';
  return KIND_BY_STATUS[status] ?? (status >= 500 ? 'unavailable' : status >= 400 ? 'invalid' : 'unknown');
}

function describe(error: unknown): SeenError {
  const shape = (typeof error === 'object' && error !== null ? error : {}) as {
    name?: unknown;
    Code?: unknown;
    code?: unknown;
    message?: unknown;
    $metadata?: { httpStatusCode?: number; requestId?: string };
  };
  const codes = [shape.Code, shape.code, shape.name].filter((code) => typeof code === 'string');
  return {
    // HEAD answers have no body: the SDK then makes up a name, of which only the known ones say anything.
    providerCode: codes.find((code) => code in KIND_BY_CODE) ?? codes.find((code) => code !== 'Error'),
    providerMessage: typeof shape.message === 'string' ? shape.message : undefined,
    status: shape.$metadata?.httpStatusCode,
    requestId: shape.$metadata?.requestId,
  };
}

const LONGEST_MESSAGE = 300;

/** Cuts query strings (they may hold signatures) and overlong text out of a provider's message. */
function redact(message: string | undefined): string | undefined {
  return message?.replace(/\?[^\s"'<>]*/g, '?…').slice(0, LONGEST_MESSAGE);
}
