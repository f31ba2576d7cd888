import 'server-only';
import { AppError, unavailable } from '@/lib/contracts/errors';
import { Prisma } from '@/lib/platform/db';
import { StorageError } from '@/lib/storage/errors';

const connectionCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ETIMEDOUT',
  'EPIPE',
  'ENOTFOUND',
  '57P01',
  '57P03',
  '08006',
  '08003',
]);
/** Prisma: cannot reach, timed out, closed, pool exhausted, transaction could not start. */
const prismaConnectionCodes = new Set(['P1001', 'P1002', 'P1008', 'P1017', 'P2024', 'P2028', 'P2037']);

function isDatabaseAway(error: unknown): boolean {
  if (error instanceof Prisma.PrismaClientInitializationError) return true;
  if (error instanceof Prisma.PrismaClientKnownRequestError && prismaConnectionCodes.has(error.code))
    return true;
  if (!(error instanceof Error)) return false;
  const code = (error as Error & { code?: unknown }).code;
  if (typeof code === 'string' && connectionCodes.has(code)) return true;
  return /connection terminated|timeout exceeded when trying to connect|DatabaseNotReachable|SocketTimeout/i.test(
    error.message,
  );
}

/** Any thrown thing as the error that the caller may see. What nobody expected becomes `internal`, its cause kept for the log. */
export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  if (error instanceof StorageError) {
    return error.kind === 'not_found'
      ? new AppError('not_found', { detail: 'The stored object is missing.', cause: error })
      : unavailable('The storage', error);
  }
  if (isDatabaseAway(error)) return unavailable('The database', error);
  return new AppError('internal', {
    detail: 'Something went wrong on our side. Try again; if it stays, tell your admin the request id.',
    cause: error,
  });
}
