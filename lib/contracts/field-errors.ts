import type { z } from 'zod';
import type { FieldError } from './errors';

/** Every failing field of a schema, with its path. */
export function fieldErrors(error: z.ZodError, root = ''): FieldError[] {
  return error.issues.flatMap((issue) => {
    const path = [root, ...issue.path.map(String)].filter(Boolean).join('.');
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({
        path: [path, key].filter(Boolean).join('.'),
        message: 'This field is not known.',
      }));
    }
    return [{ path, message: issue.message }];
  });
}
