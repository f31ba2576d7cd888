import { expect, it } from 'vitest';
import { routes } from '@/lib/contracts/routes';
import type { RouteDefinition } from '@/lib/contracts/routes/definition';
import { sampleOf } from './sample';

const definitions = Object.entries(routes) as [string, RouteDefinition][];

it.each(definitions)('%s takes the samples of its schemas', (_, { body, params }) => {
  for (const schema of [body, params]) {
    if (schema) expect(schema.safeParse(sampleOf(schema)).error).toBeUndefined();
  }
});
