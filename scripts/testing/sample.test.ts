import { expect, it } from 'vitest';
import { type RouteDefinition, routes } from '@/lib/contracts/routes';
import { sampleOf } from './sample';

const definitions = Object.entries(routes) as [string, RouteDefinition][];

it.each(definitions)('%s takes the samples of its schemas', (_, { body, params }) => {
  for (const schema of [body, params]) {
    if (schema) expect(schema.safeParse(sampleOf(schema)).error).toBeUndefined();
  }
});
