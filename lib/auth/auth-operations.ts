import 'server-only';
import { AppError } from '@/lib/contracts/errors';
import type { RateClass } from '@/lib/contracts/routes/definition';
import { oidcProviderId } from './options';

/** All that next-auth may be asked for here, and what each costs. */
const costs = {
  'GET providers': 'read',
  'GET session': 'read',
  'GET csrf': 'read',
  'GET signin': 'read',
  'GET signout': 'read',
  'GET error': 'read',
  'POST signout': 'write',
  'POST callback/credentials': 'auth',
  [`POST signin/${oidcProviderId}` as const]: 'auth',
  [`GET callback/${oidcProviderId}` as const]: 'auth',
} as const satisfies Record<string, RateClass>;
export type Operation = keyof typeof costs;

const isOperation = (text: string): text is Operation => Object.hasOwn(costs, text);

/** What a call of the operation counts as. */
export const costOf = (operation: Operation): RateClass => costs[operation];

/** Path of the request below /api/auth: action, then provider. */
export const authPath = (request: Request): string[] =>
  new URL(request.url).pathname
    .replace(/^\/api\/auth\/?/, '')
    .split('/')
    .filter(Boolean);

const methodOf = (request: Request) => (request.method === 'HEAD' ? 'GET' : request.method);

/** Methods that the request's path takes. */
export function allowedMethods(request: Request): string[] {
  const name = authPath(request).join('/');
  return ['GET', 'POST'].filter((method) => isOperation(`${method} ${name}`));
}

/** The operation asked for; null for a path that is none. Throws method_not_allowed. */
export function findOperation(request: Request): Operation | null {
  const operation = `${methodOf(request)} ${authPath(request).join('/')}`;
  if (isOperation(operation)) return operation;
  const allowed = allowedMethods(request);
  if (allowed.length === 0) return null;
  throw new AppError('method_not_allowed', { detail: `Use ${allowed.join(' or ')} here.` });
}
