import { z } from 'zod';

type JsonSchema = z.core.JSONSchema.JSONSchema;

/** The smallest value that a schema of lib/contracts takes: its example where it has one, else its first choice. */
export function sampleOf(schema: z.ZodType): unknown {
  const root = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return sample(root, root);
}

function sample(schema: JsonSchema, root: JsonSchema): unknown {
  if (schema.example !== undefined) return schema.example;
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  if (schema.$ref) return sample(defOf(schema.$ref, root), root);
  const [choice] = schema.anyOf ?? schema.oneOf ?? [];
  if (choice && typeof choice === 'object') return sample(choice, root);
  switch (schema.type) {
    case 'object':
      return Object.fromEntries(
        (schema.required ?? []).map((name) => {
          const property = schema.properties?.[name] ?? schema.additionalProperties;
          return [name, sample(asSchema(property), root)];
        }),
      );
    case 'array':
      return Array.from({ length: schema.minItems ?? 0 }, () => sample(asSchema(schema.items), root));
    case 'string':
      return text(schema);
    case 'integer':
    case 'number':
      return Math.max(1, schema.minimum ?? 1);
    case 'boolean':
      return true;
    default:
      return null;
  }
}

/** A short text of the pattern's: schemas with a less usual one carry an example. */
function text({ minLength = 1, pattern }: JsonSchema): string {
  const candidates = ['a', '1', 'A'].map((character) => character.repeat(Math.max(1, minLength)));
  const expression = new RegExp(pattern ?? '');
  return candidates.find((candidate) => expression.test(candidate)) ?? '';
}

const asSchema = (value: unknown): JsonSchema =>
  (typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {}) as JsonSchema;

const defOf = (ref: string, root: JsonSchema): JsonSchema =>
  asSchema(root.$defs?.[ref.split('/').at(-1) ?? '']);
