import { Validator } from '@seriousme/openapi-schema-validator';
import { describe, expect, it } from 'vitest';
import { errorCodes } from '@/lib/contracts/errors';
import { paths, type RouteName } from '@/lib/contracts/paths';
import { routes, splitPath } from '@/lib/contracts/routes';
import type { RouteDefinition } from '@/lib/contracts/routes/definition';
import { openApiDocument } from './openapi';
import { errorsOf } from './openapi-operation';

type Json = Record<string, unknown>;
type Operation = {
  operationId: string;
  parameters?: { in: string; name: string; required?: boolean }[];
  requestBody?: { content: Record<string, { schema: Json }> };
  responses: Record<string, { content?: Record<string, { schema: Json; examples?: Json }> }>;
  security: Json[];
};

/** What a program reads: the document after JSON. */
const document = JSON.parse(JSON.stringify(openApiDocument())) as Json & {
  paths: Record<string, Record<string, Operation>>;
};
const names = Object.keys(paths) as RouteName[];

function operation(name: RouteName): Operation {
  const { method, path } = splitPath(name);
  const found = document.paths[path]?.[method.toLowerCase()];
  if (!found) throw new Error(`${name} is not in the document`);
  return found;
}

/** Every $ref below value. */
function* references(value: unknown): Generator<string> {
  if (Array.isArray(value)) for (const entry of value) yield* references(entry);
  else if (typeof value === 'object' && value !== null) {
    for (const [key, entry] of Object.entries(value)) {
      if (key === '$ref' && typeof entry === 'string') yield entry;
      else yield* references(entry);
    }
  }
}

const resolve = (ref: string) =>
  ref
    .replace(/^#\//, '')
    .split('/')
    .reduce<unknown>((value, key) => (value as Json | undefined)?.[key], document);

describe('the OpenAPI document', () => {
  it('is valid OpenAPI 3.1', async () => {
    const validator = new Validator();
    const result = await validator.validate(structuredClone(document));
    expect(result.errors ?? []).toEqual([]);
    expect(result.valid).toBe(true);
    expect(validator.version).toBe('3.1');
  });

  it('refers only to what it holds', () => {
    const dangling = [...new Set(references(document))].filter((ref) => resolve(ref) === undefined);
    expect(dangling).toEqual([]);
  });

  it.each(names)('tells of %s: its path, input, answers and errors', (name) => {
    const definition: RouteDefinition = routes[name];
    const told = operation(name);
    expect(told.operationId).toBe(name);
    const named = [...splitPath(name).path.matchAll(/\{(\w+)\}/g)].map(([, parameter]) => parameter);
    const inPath = (told.parameters ?? []).filter((parameter) => parameter.in === 'path');
    expect(inPath.map((parameter) => parameter.name).sort()).toEqual(named.sort());
    expect(inPath.every(({ required }) => required)).toBe(true);
    expect(Boolean(told.requestBody)).toBe(Boolean(definition.body));
    for (const [status, schema] of Object.entries(definition.responses)) {
      const content = told.responses[status]?.content;
      expect(Boolean(content?.['application/json']?.schema), status).toBe(schema !== null);
    }
    const codes = Object.values(told.responses).flatMap(({ content }) =>
      Object.keys(content?.['application/problem+json']?.examples ?? {}),
    );
    expect(codes.sort()).toEqual(errorsOf(name).sort());
  });

  it('asks tokens for the scope of the table, and offers none where only browsers may call', () => {
    for (const name of names) {
      const { access, scope } = routes[name] as RouteDefinition;
      const scopes = operation(name).security.flatMap(({ token }) => (token as string[] | undefined) ?? []);
      expect(scopes, name).toEqual(access !== 'anyone' && scope ? [scope] : []);
    }
  });

  it('has an example of every error code, with the status that is sent', () => {
    const { examples } = document.components as { examples: Record<string, { value: Json }> };
    for (const [code, { status }] of Object.entries(errorCodes)) {
      expect(examples[code]?.value).toMatchObject({ code, status, type: `/docs/errors#${code}` });
    }
  });

  it('describes what is not JSON: exports, metrics, and the forms of people without scripts', () => {
    const typesOf = (name: RouteName) => Object.keys(operation(name).responses['200']?.content ?? {});
    expect(typesOf('getMetrics')).toEqual(['text/plain']);
    expect(typesOf('listShareEvents')).toEqual(['application/json', 'text/csv']);
    expect(typesOf('listAudit')).toEqual(['application/json', 'text/csv', 'application/x-ndjson']);
    for (const name of ['unlockShare', 'downloadShare'] as const) {
      expect(operation(name).requestBody?.content).toHaveProperty(['application/x-www-form-urlencoded']);
      expect(operation(name).responses).toHaveProperty('303');
    }
  });

  it('shows programs the shape of an upload, although each is checked by itself', () => {
    expect([...references(operation('createUploads').requestBody)]).toContain(
      '#/components/schemas/NewUpload',
    );
    expect(resolve('#/components/schemas/NewUpload')).toMatchObject({ required: ['name', 'size'] });
  });
});
