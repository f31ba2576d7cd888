import 'server-only';
import { pino } from 'pino';
import { env } from './env';

/** Header and field names whose values are secrets or personal. Logs carry ids (RULES: logs). */
const secretPaths = [
  'password',
  'newPassword',
  'currentPassword',
  'token',
  'code',
  'cookie',
  'authorization',
  'url',
  'presign',
  'email',
  'name',
  'slug',
  'headers',
  'fields',
];

/** A signed URL inside a text: everything from the query on is a secret. */
const signedUrl = /(https?:\/\/[^\s"'<>?]+)\?[^\s"'<>]*(?:X-Amz-|Signature=|Policy=)[^\s"'<>]*/gi;
const emailAddress = /[\w.+-]+@[\w-]+\.[\w.-]+/g;
const connectionString = /\b(postgres(?:ql)?:\/\/)[^\s"'@]+@/gi;

/** text without signed URLs' queries, e-mail addresses and database passwords. */
export function redactText(text: string): string {
  return text
    .replace(signedUrl, '$1?[signed]')
    .replace(connectionString, '$1[secret]@')
    .replace(emailAddress, '[e-mail]');
}

function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return redactText(String(error));
  return {
    type: error.name,
    message: redactText(error.message),
    stack: redactText(error.stack ?? ''),
    ...(error.cause === undefined ? {} : { cause: describeError(error.cause) }),
  };
}

/** One JSON line an event, on stdout. Call as log.info({ uploadId }, 'upload.ready'); ids only. */
export const log = pino({
  level: env().SLUICE_LOG_LEVEL,
  base: null,
  timestamp: pino.stdTimeFunctions.isoTime,
  formatters: { level: (level) => ({ level }) },
  messageKey: 'event',
  serializers: { err: describeError, error: describeError },
  redact: { paths: secretPaths.flatMap((path) => [path, `*.${path}`, `*.*.${path}`]), censor: '[secret]' },
});
