import type { IncomingMessage, ServerResponse } from 'node:http';
import { S3Error } from '../errors';
import type { BucketRecord, CorsRule } from '../store/records';
import { sendEmpty } from './context';

const varyOn = 'Origin, Access-Control-Request-Headers, Access-Control-Request-Method';

/** Sets the CORS headers of an answer, an error's too, when a rule of the bucket allows origin and method. */
export function applyCors(
  request: IncomingMessage,
  response: ServerResponse,
  bucket: BucketRecord | null,
): void {
  const { origin } = request.headers;
  if (origin === undefined || !bucket?.cors) return;
  response.setHeader('Vary', varyOn);
  const rule = findRule(bucket.cors, origin, request.method ?? '', []);
  if (rule) setRuleHeaders(response, rule, origin);
}

/** Answers a preflight. It is not signed: browsers send it without any credential. Throws AccessForbidden. */
export function answerPreflight(
  request: IncomingMessage,
  response: ServerResponse,
  bucket: BucketRecord | null,
): void {
  const { origin } = request.headers;
  const method = request.headers['access-control-request-method'];
  const wanted = (request.headers['access-control-request-headers'] ?? '')
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter(Boolean);
  const rule = origin && method ? findRule(bucket?.cors ?? [], origin, method, wanted) : undefined;
  if (!rule || !origin) throw new S3Error('AccessForbidden');
  response.setHeader('Vary', varyOn);
  setRuleHeaders(response, rule, origin);
  response.setHeader('Access-Control-Allow-Methods', rule.methods.join(', '));
  if (wanted.length) response.setHeader('Access-Control-Allow-Headers', wanted.join(', '));
  if (rule.maxAgeSeconds !== undefined) response.setHeader('Access-Control-Max-Age', rule.maxAgeSeconds);
  sendEmpty({ response }, 200);
}

/**
 * `Access-Control-Allow-Credentials` is never sent: access is in the signature, and a browser's cookies for this
 * host must not travel here.
 */
function setRuleHeaders(response: ServerResponse, rule: CorsRule, origin: string): void {
  response.setHeader('Access-Control-Allow-Origin', rule.origins.includes('*') ? '*' : origin);
  if (rule.exposeHeaders.length)
    response.setHeader('Access-Control-Expose-Headers', rule.exposeHeaders.join(', '));
}

function findRule(
  rules: CorsRule[],
  origin: string,
  method: string,
  headers: string[],
): CorsRule | undefined {
  return rules.find(
    (rule) =>
      rule.methods.includes(method) &&
      rule.origins.some((pattern) => matchesPattern(pattern, origin)) &&
      headers.every((name) => rule.headers.some((pattern) => matchesPattern(pattern.toLowerCase(), name))),
  );
}

/** S3 allows one `*` in a pattern. */
function matchesPattern(pattern: string, text: string): boolean {
  const star = pattern.indexOf('*');
  if (star < 0) return pattern === text;
  const [head, tail] = [pattern.slice(0, star), pattern.slice(star + 1)];
  return text.length >= head.length + tail.length && text.startsWith(head) && text.endsWith(tail);
}
