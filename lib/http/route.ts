import 'server-only';
import type { z } from 'zod';
import type { Origin, UserActor } from '@/lib/access/actor';
import { hasScope, isAdmin } from '@/lib/access/can';
import { authenticate } from '@/lib/auth/authenticate';
import { AppError, forbidden, toProblem, unauthenticated } from '@/lib/contracts/errors';
import type { RouteName } from '@/lib/contracts/paths';
import { type BodyOf, type ParamsOf, type QueryOf, type ResultOf, routes } from '@/lib/contracts/routes';
import type { RouteDefinition } from '@/lib/contracts/routes/definition';
import type { Prisma } from '@/lib/platform/db';
import { log } from '@/lib/platform/log';
import { observeRequest } from '@/lib/platform/metrics';
import { toAppError } from '@/lib/storage/to-app-error';
import { claim, hold, idempotencyKeyOf, release, requestHashOf, settle } from './idempotency';
import { isCrossOrigin, originOf } from './origin';
import { parse, queryObject } from './parse';
import { rateHeaders, spend } from './rate';
import { readJson } from './read-json';

type ActorOf<Name extends RouteName> = (typeof routes)[Name]['access'] extends 'anyone'
  ? UserActor | null
  : UserActor;

export type Call<Name extends RouteName> = {
  actor: ActorOf<Name>;
  origin: Origin;
  params: ParamsOf<Name>;
  query: QueryOf<Name>;
  body: BodyOf<Name>;
  request: Request;
  /** Counts further points of the route's class, such as one a signed URL. Throws rate_limited. */
  spend: (points: number) => Promise<void>;
};

export type Answer<Name extends RouteName> = {
  status: number;
  body?: ResultOf<Name>;
  /** Instead of a JSON body: what is sent while it is read, such as an export. */
  stream?: { type: string; content: ReadableStream<Uint8Array> };
  headers?: Record<string, string>;
  /** What an Idempotency-Key keeps of this answer: ids, never URLs. */
  reference?: Prisma.InputJsonValue;
};

type Handler<Name extends RouteName> = (call: Call<Name>) => Promise<Answer<Name>>;
type Options<Name extends RouteName> = {
  /** Makes the answer again from its reference when an Idempotency-Key repeats. */
  replay?: (call: Call<Name>, reference: Prisma.JsonValue) => Promise<Answer<Name>>;
};
type Context = { params: Promise<Record<string, string | string[] | undefined>> };

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * A route handler for the contract's route name. Order (RULES 15): authentication, same origin, rate, body, access;
 * then the handler's one domain call. Every failure is answered as problem+json with the request id.
 */
export function route<Name extends RouteName>(
  name: Name,
  handler: Handler<Name>,
  { replay }: Options<Name> = {},
) {
  const definition: RouteDefinition = routes[name];
  return async (request: Request, context: Context): Promise<Response> => {
    const origin = originOf(request.headers);
    const startedAt = performance.now();
    let headers: Record<string, string> = {};
    try {
      const actor = await authenticate(request.headers, origin);
      if (definition.access !== 'anyone' && !actor) throw unauthenticated();
      if (!actor?.token && !safeMethods.has(request.method) && isCrossOrigin(request.headers)) {
        throw new AppError('cross_origin', {
          detail: 'This request came from another site and was refused.',
        });
      }
      headers = rateHeaders(await spend({ actor, address: origin.address, rate: definition.rate }));
      const input = await readInput(definition, request, context);
      checkAccess(definition, actor);
      const call = {
        ...input,
        actor,
        origin,
        request,
        spend: async (points: number) => {
          if (points > 0)
            headers = rateHeaders(
              await spend({ actor, address: origin.address, rate: definition.rate, points }),
            );
        },
      } as unknown as Call<Name>;
      const answer = await once({ name, definition, call, handler, replay });
      observeRequest({ route: name, status: answer.status, startedAt });
      return respond(answer, { ...headers, 'x-request-id': origin.requestId });
    } catch (thrown) {
      return refuse(thrown, { name, origin, headers, startedAt });
    }
  };
}

async function readInput(definition: RouteDefinition, request: Request, context: Context) {
  const rawParams = await context.params;
  const given = <Schema extends z.ZodType>(schema: Schema | undefined, value: () => unknown) =>
    schema ? parse(schema, value()) : undefined;
  const query = queryObject(new URL(request.url).searchParams);
  const body = definition.body ? ((await readJson(request)) ?? {}) : undefined;
  return {
    params: given(definition.params, () => rawParams),
    query: given(definition.query, () => query),
    body: given(definition.body, () => body),
  };
}

function checkAccess(definition: RouteDefinition, actor: UserActor | null): void {
  if (definition.access === 'anyone' || !actor) return;
  if (!hasScope(actor, definition.scope)) {
    throw new AppError('insufficient_scope', {
      detail: definition.scope
        ? `The token needs the scope ${definition.scope}.`
        : 'Tokens may not do this; sign in with a browser.',
    });
  }
  if (definition.access === 'admin' && !isAdmin(actor)) throw forbidden('Only admins may do this.');
}

type Once<Name extends RouteName> = {
  name: Name;
  definition: RouteDefinition;
  call: Call<Name>;
  handler: Handler<Name>;
  replay: Options<Name>['replay'];
};

async function once<Name extends RouteName>({
  name,
  definition,
  call,
  handler,
  replay,
}: Once<Name>): Promise<Answer<Name>> {
  const key = definition.idempotent && replay ? idempotencyKeyOf(call.request.headers) : null;
  if (!key || !replay || !call.actor) return handler(call);
  const actorKey = call.actor.token ? `t:${call.actor.token.id}` : `u:${call.actor.userId}`;
  const claimed = await claim({ actorKey, route: name, key, requestHash: requestHashOf(call.body) });
  if (claimed.earlier) return replay(call, claimed.earlier.reference);
  const letGo = hold(claimed.id);
  try {
    const answer = await handler(call);
    await settle(claimed.id, answer.status, answer.reference ?? {});
    return answer;
  } catch (error) {
    await release(claimed.id);
    throw error;
  } finally {
    letGo();
  }
}

function respond<Name extends RouteName>(answer: Answer<Name>, headers: Record<string, string>): Response {
  const all = { 'cache-control': 'no-store', ...headers, ...answer.headers };
  if (answer.stream) {
    const { type, content } = answer.stream;
    return new Response(content, { status: answer.status, headers: { ...all, 'content-type': type } });
  }
  if (answer.body === undefined) return new Response(null, { status: answer.status, headers: all });
  return Response.json(answer.body, { status: answer.status, headers: all });
}

type Refusal = { name: RouteName; origin: Origin; headers: Record<string, string>; startedAt: number };

function refuse(thrown: unknown, { name, origin, headers, startedAt }: Refusal): Response {
  const error = toAppError(thrown);
  observeRequest({ route: name, status: error.status, startedAt, code: error.code });
  if (error.status >= 500 && error.code !== 'quota_exceeded') {
    const durationMs = Math.round(performance.now() - startedAt);
    log.error(
      {
        route: name,
        requestId: origin.requestId,
        status: error.status,
        durationMs,
        err: error.cause ?? error,
      },
      'request.failed',
    );
  }
  return problemResponse(error, origin.requestId, headers);
}

/** error as an application/problem+json answer. */
export function problemResponse(
  error: AppError,
  requestId: string,
  headers: Record<string, string> = {},
): Response {
  return new Response(JSON.stringify(toProblem(error, requestId)), {
    status: error.status,
    headers: {
      'content-type': 'application/problem+json',
      'cache-control': 'no-store',
      'x-request-id': requestId,
      ...headers,
      ...(error.retryAfterSeconds ? { 'retry-after': String(Math.ceil(error.retryAfterSeconds)) } : {}),
      ...(error.code === 'unauthenticated' ? { 'www-authenticate': 'Bearer' } : {}),
    },
  });
}
