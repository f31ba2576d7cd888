import 'server-only';
import type { z } from 'zod';
import { invalidRequest } from '@/lib/contracts/errors';
import { fieldErrors } from '@/lib/contracts/field-errors';

/** value as schema says. Throws invalid_request that names every bad field. */
export function parse<Schema extends z.ZodType>(schema: Schema, value: unknown): z.infer<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw invalidRequest(fieldErrors(result.error));
}

/** A query string as an object; a name given twice is an array, which no schema takes. */
export function queryObject(params: URLSearchParams): Record<string, string | string[]> {
  return Object.fromEntries(
    [...new Set(params.keys())].map((key) => {
      const values = params.getAll(key);
      return [key, values.length === 1 ? (values[0] ?? '') : values];
    }),
  );
}
