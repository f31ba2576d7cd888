import 'server-only';
import type { ZodType } from 'zod';
import type { ZodOpenApiOperationObject } from 'zod-openapi';
import { ProblemDto } from '@/lib/contracts/common';
import { type ErrorCode, errorCodes } from '@/lib/contracts/errors';
import { paths, type RouteName } from '@/lib/contracts/paths';
import { routes, splitPath } from '@/lib/contracts/routes';
import type { RouteDefinition } from '@/lib/contracts/routes/definition';

type Responses = ZodOpenApiOperationObject['responses'];
type Parameters = NonNullable<ZodOpenApiOperationObject['parameters']>;

/** Errors that a call of the route can answer: the front's, those of the seam (lib/http/route) and its own. */
export function errorsOf(name: RouteName): ErrorCode[] {
  const definition: RouteDefinition = routes[name];
  const { method } = splitPath(name);
  const codes: ErrorCode[] = ['wrong_host', 'invalid_request', 'internal', 'unavailable'];
  if (definition.rate !== 'none') codes.push('rate_limited');
  if (definition.body) codes.push('too_large');
  if (method !== 'GET') codes.push('cross_origin');
  if (definition.access !== 'anyone') codes.push('unauthenticated', 'insufficient_scope');
  if (definition.access === 'admin') codes.push('forbidden');
  if (definition.idempotent) codes.push('idempotency_conflict');
  return [...new Set([...codes, ...(definition.errors ?? [])])];
}

/** The route as an OpenAPI operation, made of the schemas that check it. */
export function operationOf(name: RouteName): ZodOpenApiOperationObject {
  const definition: RouteDefinition = routes[name];
  return {
    operationId: name,
    summary: definition.summary,
    tags: [definition.tag],
    security:
      definition.access === 'anyone'
        ? []
        : [{ session: [] }, ...(definition.scope ? [{ token: [definition.scope] }] : [])],
    parameters: headersOf(definition),
    requestParams: {
      ...(definition.params ? { path: definition.params } : {}),
      ...(definition.query ? { query: definition.query } : {}),
    },
    ...(definition.body ? { requestBody: bodyOf(definition.body, definition) } : {}),
    responses: bothOf(failuresOf(name), successesOf(definition)),
  };
}

function bodyOf(schema: ZodType, { plainForm }: RouteDefinition): ZodOpenApiOperationObject['requestBody'] {
  return {
    required: true,
    content: {
      'application/json': { schema },
      ...(plainForm ? { 'application/x-www-form-urlencoded': { schema } } : {}),
    },
  };
}

/** A status may be told by a body of its own and by a problem: 503 of the health checks. */
function bothOf(failures: Responses, successes: Responses): Responses {
  const contentOf = (response: object | undefined) =>
    response && 'content' in response ? (response.content as object) : undefined;
  const entries = Object.entries(successes).map(([status, success]) => {
    const content = { ...contentOf(success), ...contentOf(failures[status as '503']) };
    return [status, Object.keys(content).length > 0 ? { ...success, content } : success];
  });
  return { ...failures, ...Object.fromEntries(entries) };
}

function headersOf({ idempotent, errors = [] }: RouteDefinition): Parameters {
  const header = (name: string, description: string, example: string) =>
    ({ in: 'header', name, description, schema: { type: 'string' }, example }) as const;
  return [
    ...(idempotent
      ? [header('Idempotency-Key', 'The same key within 24 hours gets the same answer', 'a6b1…')]
      : []),
    ...(errors.includes('precondition_failed')
      ? [header('If-Match', 'The version that is changed; another one answers 412', '"3"')]
      : []),
  ];
}

function successesOf(definition: RouteDefinition): Responses {
  const headers = {
    'X-Request-Id': { $ref: '#/components/headers/X-Request-Id' },
    ...(definition.rate === 'none'
      ? {}
      : {
          RateLimit: { $ref: '#/components/headers/RateLimit' },
          'RateLimit-Policy': { $ref: '#/components/headers/RateLimit-Policy' },
        }),
  };
  const all = { ...definition.responses, ...(definition.plainForm ? { 303: null } : {}) };
  const usual = Object.keys(definition.responses)[0];
  const entries = Object.entries(all).map(([status, schema]) => {
    const content = {
      ...(schema ? { 'application/json': { schema } } : {}),
      ...(status === usual ? textsOf(definition) : {}),
    };
    return [
      status,
      {
        description: descriptions[status] ?? 'Success',
        headers: status.startsWith('3')
          ? { ...headers, Location: { $ref: '#/components/headers/Location' } }
          : headers,
        ...(Object.keys(content).length > 0 ? { content } : {}),
      },
    ];
  });
  return Object.fromEntries(entries);
}

/** Bodies that are not JSON. */
function textsOf({ texts = {} }: RouteDefinition) {
  const entries = Object.entries(texts).map(([type, { description, example }]) => [
    type,
    { schema: { type: 'string' as const, description }, example },
  ]);
  return Object.fromEntries(entries);
}

const descriptions: Record<string, string> = {
  200: 'Done',
  201: 'Created',
  202: 'Accepted; ask again after Retry-After',
  204: 'Done; nothing to say',
  302: 'Go to Location',
  303: 'Go to Location',
};

function failuresOf(name: RouteName): Responses {
  const byStatus = groupByStatus(errorsOf(name));
  const entries = [...byStatus].map(([status, codes]) => [
    String(status),
    {
      description: codes.map((code) => `\`${code}\`: ${errorCodes[code].title}`).join('; '),
      headers: {
        'X-Request-Id': { $ref: '#/components/headers/X-Request-Id' },
        ...(status === 429 || status === 503
          ? { 'Retry-After': { $ref: '#/components/headers/Retry-After' } }
          : {}),
      },
      content: {
        'application/problem+json': {
          schema: ProblemDto,
          examples: Object.fromEntries(
            codes.map((code) => [code, { $ref: `#/components/examples/${code}` }]),
          ),
        },
      },
    },
  ]);
  return Object.fromEntries(entries);
}

function groupByStatus(codes: ErrorCode[]): Map<number, ErrorCode[]> {
  const groups = new Map<number, ErrorCode[]>();
  for (const code of codes)
    groups.set(errorCodes[code].status, [...(groups.get(errorCodes[code].status) ?? []), code]);
  return groups;
}

/** Every route by its path, as OpenAPI asks for it. */
export function pathItems(): Record<string, Record<string, ZodOpenApiOperationObject>> {
  const items: Record<string, Record<string, ZodOpenApiOperationObject>> = {};
  for (const name of Object.keys(paths) as RouteName[]) {
    const { method, path } = splitPath(name);
    items[path] = { ...items[path], [method.toLowerCase()]: operationOf(name) };
  }
  return items;
}
