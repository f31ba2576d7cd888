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
        (schema.required ?? []).map((name) => [name, sample(asSchema(schema.properties?.[name]), root)]),
      );
    case 'array':
      return Array.from({ length: schema.minItems ?? 0 }, () => sample(asSchema(schema.items), root));
    case 'string':
      return 'a'.repeat(Math.max(1, schema.minLength ?? 1));
    case 'integer':
    case 'number':
      return Math.max(1, schema.minimum ?? 1);
    case 'boolean':
      return true;
    default:
      return null;
  }
}

const asSchema = (value: unknown): JsonSchema =>
  (typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {}) as JsonSchema;

const defOf = (ref: string, root: JsonSchema): JsonSchema =>
  asSchema(root.$defs?.[ref.split('/').at(-1) ?? '']);
