import 'server-only';
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject } from 'zod-openapi';
import { ProblemDto } from '@/lib/contracts/common';
import { type ErrorCode, errorCodes } from '@/lib/contracts/errors';
import { paths, type RouteName } from '@/lib/contracts/paths';
import { type RouteDefinition, routes, splitPath } from '@/lib/contracts/routes';

const problem = { 'application/problem+json': { schema: ProblemDto } };

/** Errors that any call of this definition can answer, besides its own. */
function errorsOf(definition: RouteDefinition): ErrorCode[] {
  const common: ErrorCode[] = ['internal', 'unavailable'];
  if (definition.rate !== 'none') common.push('rate_limited');
  if (definition.body || definition.query || definition.params) common.push('invalid_request');
  if (definition.body) common.push('too_large', 'cross_origin');
  if (definition.access !== 'anyone') common.push('unauthenticated', 'insufficient_scope');
  if (definition.access === 'admin') common.push('forbidden');
  return [...new Set([...common, ...(definition.errors ?? [])])];
}

function responsesOf(definition: RouteDefinition): ZodOpenApiOperationObject['responses'] {
  const success = Object.entries(definition.responses).map(([status, schema]) => [
    status,
    { description: 'Success', ...(schema ? { content: { 'application/json': { schema } } } : {}) },
  ]);
  const failures = [...groupByStatus(errorsOf(definition))].map(([status, codes]) => [
    String(status),
    {
      description: codes.map((code) => `\`${code}\`: ${errorCodes[code].title}`).join('; '),
      content: problem,
    },
  ]);
  return Object.fromEntries([...failures, ...success]);
}

function groupByStatus(codes: ErrorCode[]): Map<number, ErrorCode[]> {
  const groups = new Map<number, ErrorCode[]>();
  for (const code of codes)
    groups.set(errorCodes[code].status, [...(groups.get(errorCodes[code].status) ?? []), code]);
  return groups;
}

function operationOf(name: RouteName): ZodOpenApiOperationObject {
  const definition: RouteDefinition = routes[name];
  return {
    operationId: name,
    summary: definition.summary,
    tags: [definition.tag],
    security:
      definition.access === 'anyone'
        ? []
        : [{ session: [] }, ...(definition.scope ? [{ token: [definition.scope] }] : [])],
    requestParams: {
      ...(definition.params ? { path: definition.params } : {}),
      ...(definition.query ? { query: definition.query } : {}),
    },
    ...(definition.body
      ? { requestBody: { required: true, content: { 'application/json': { schema: definition.body } } } }
      : {}),
    responses: responsesOf(definition),
  };
}

let cached: ReturnType<typeof createDocument> | undefined;

/** The OpenAPI 3.1 document of the routes table: the same schemas that validate. */
export function openApiDocument(): ReturnType<typeof createDocument> {
  cached ??= createDocument({
    openapi: '3.1.0',
    info: {
      title: 'Sluice',
      version: '1',
      description: 'Upload, keep and share files on your own S3 bucket.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/' }],
    tags: [...new Set(Object.values(routes).map(({ tag }) => tag))].map((name) => ({ name })),
    paths: pathItems(),
    components: {
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: 'next-auth.session-token' },
        token: { type: 'http', scheme: 'bearer', description: 'An API token with the named scope.' },
      },
    },
  });
  return cached;
}

function pathItems(): ZodOpenApiPathsObject {
  const items: ZodOpenApiPathsObject = {};
  for (const name of Object.keys(paths) as RouteName[]) {
    const { method, path } = splitPath(name);
    items[path] = { ...items[path], [method.toLowerCase()]: operationOf(name) };
  }
  return items;
}
