import { AppError } from '@/lib/contracts/errors';
import { EnvError } from '@/lib/platform/env';
import { isStorageError, type StorageError, type StorageErrorKind } from '@/lib/storage/errors';
import { describeError } from './plain-error';

/**
 * What went wrong with database or storage before the app runs, and how to mend it, in one sentence. Anything
 * unexpected keeps its stack. Never contains a password: addresses are reduced to host and port.
 */
export function describeFailure(
  error: unknown,
  { databaseUrl }: { databaseUrl: string | undefined },
): string {
  if (error instanceof EnvError) return error.message;
  if (error instanceof AppError) return error.detail;
  if (isStorageError(error)) return describeStorage(error);
  const sentence = databaseUrl ? describeDatabase(codeOf(error), new URL(databaseUrl)) : null;
  return sentence ?? describeError(error);
}

function describeDatabase(code: string, { host, pathname, username }: URL): string | null {
  const database = decodeURIComponent(pathname.slice(1));
  switch (code) {
    case 'ECONNREFUSED':
    case 'ETIMEDOUT':
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'ECONNRESET':
      return `No database answers at ${host} (${code}); start it, or correct DATABASE_URL.`;
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `The database's host ${host} is not known (${code}); correct DATABASE_URL.`;
    case '28P01':
    case '28000':
      return `The database at ${host} refuses user ${username}; correct name and password in DATABASE_URL.`;
    case '3D000':
      return `The server at ${host} has no database "${database}"; create it: CREATE DATABASE "${database}".`;
    case '42501':
      return `User ${username} may not create tables in database "${database}"; make it the owner.`;
    case '53300':
      return `The database at ${host} has no connection left; raise its max_connections or lower DATABASE_POOL_SIZE.`;
    default:
      return null;
  }
}

const storageSentences: Partial<Record<StorageErrorKind, string>> = {
  unavailable: 'No storage answers there; start it, or correct S3_ENDPOINT.',
  no_bucket: 'There is no such bucket; create it, or correct S3_BUCKET.',
  denied: 'The credentials may not do this; see the README for the permissions Sluice needs.',
  bad_credentials: 'There are no valid credentials; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.',
  bad_signature:
    'The secret access key is wrong, or a proxy changes requests; correct AWS_SECRET_ACCESS_KEY.',
  clock_skew: 'The clocks of this machine and the storage differ too much; set the time.',
  wrong_region: 'The bucket lies in another region; correct S3_REGION.',
  foreign_installation:
    'The bucket already holds the files of another Sluice; set another S3_PREFIX, or restore the database that belongs to it.',
  public_bucket:
    'Anybody can read this bucket; close it, or set SLUICE_ALLOW_PUBLIC_BUCKET=true if that is what you want.',
  full: 'The storage is full; make room there.',
};

function describeStorage(error: StorageError): string {
  const sentence =
    storageSentences[error.kind] ?? 'Run the storage doctor in the admin pages, or see the provider’s log.';
  return `The storage is not usable: ${sentence} (${error.message})`;
}

/** What is said while the other side is still starting: nobody listens, nobody knows the name, or it asks for patience. */
const notYet = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  '57P03',
]);

/** Whether error may go away by waiting: database or storage do not answer yet. */
export function isNotUpYet(error: unknown): boolean {
  if (isStorageError(error)) return error.kind === 'unavailable';
  return (error instanceof AppError && error.code === 'unavailable') || notYet.has(codeOf(error));
}

/** The code of error or of what caused it: the database adapters wrap the driver's errors. */
function codeOf(error: unknown): string {
  for (let current = error, depth = 0; current && depth < 5; depth += 1) {
    const { code, originalCode, errors, cause } = current as Record<string, unknown>;
    if (typeof originalCode === 'string') return originalCode;
    if (typeof code === 'string' && !/^P\d{4}$/.test(code)) return code;
    current = Array.isArray(errors) ? errors[0] : cause;
  }
  return '';
}
