import fc from 'fast-check';

export type JsonSchema = {
  $ref?: string;
  const?: unknown;
  example?: unknown;
  enum?: unknown[];
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  type?: string | string[];
  format?: string;
  pattern?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  items?: JsonSchema;
  minItems?: number;
  maxItems?: number;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  additionalProperties?: JsonSchema | boolean;
  propertyNames?: JsonSchema;
};

type Source = {
  /** The document that `$ref` points into. */
  document: object;
  /** What is used where the schema asks for a UUID, by the name of the property or list. */
  ids: (name: string) => fc.Arbitrary<string>;
};

/** Values that the JSON Schema of an OpenAPI 3.1 document takes; strings and lists are kept short. */
export function arbitraryOf(schema: JsonSchema, source: Source, name = ''): fc.Arbitrary<unknown> {
  if (schema.$ref) return arbitraryOf(resolveRef(schema.$ref, source.document), source, name);
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return fc.oneof(...choices.map((choice) => arbitraryOf(choice, source, name)));
  const types = Array.isArray(schema.type) ? schema.type : [schema.type];
  return fc.oneof(...types.map((type) => arbitraryOfType({ ...schema, type: type ?? '' }, source, name)));
}

function arbitraryOfType(schema: JsonSchema, source: Source, name: string): fc.Arbitrary<unknown> {
  switch (schema.type) {
    case 'object':
      return objects(schema, source);
    case 'array': {
      const minLength = schema.minItems ?? 0;
      const maxLength = Math.min(schema.maxItems ?? 3, minLength + 3);
      return fc.array(arbitraryOf(schema.items ?? {}, source, name), { minLength, maxLength });
    }
    case 'string':
      return strings(schema, source, name);
    case 'integer':
      return fc.oneof(
        fc.constantFrom(...[schema.minimum, schema.maximum, 1].filter((value) => value !== undefined)),
        fc.integer({ min: schema.minimum ?? 0, max: Math.min(schema.maximum ?? 1000, 2 ** 31 - 1) }),
      );
    case 'number':
      return fc.double({ min: schema.minimum ?? 0, max: schema.maximum ?? 1000, noNaN: true });
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    default:
      return fc.jsonValue({ maxDepth: 2 });
  }
}

function objects(schema: JsonSchema, source: Source): fc.Arbitrary<unknown> {
  const { required = [], additionalProperties } = schema;
  const rest = typeof additionalProperties === 'object' ? additionalProperties : {};
  // A record over an enum names its keys under `required` alone.
  const properties = { ...Object.fromEntries(required.map((name) => [name, rest])), ...schema.properties };
  const own = fc.record(
    Object.fromEntries(
      Object.entries(properties).map(([name, each]) => [name, arbitraryOf(each, source, name)]),
    ),
    { requiredKeys: required },
  );
  if (typeof additionalProperties !== 'object') return own;
  const names = schema.propertyNames
    ? arbitraryOf(schema.propertyNames, source)
    : fc.string({ maxLength: 8 });
  const more = fc.dictionary(names as fc.Arbitrary<string>, arbitraryOf(additionalProperties, source), {
    maxKeys: 3,
  });
  return fc.tuple(more, own).map(([left, right]) => ({ ...left, ...right }));
}

function strings(schema: JsonSchema, { ids }: Source, name: string): fc.Arbitrary<string> {
  if (schema.format === 'uuid') return ids(name);
  if (schema.format === 'date-time') return dates.map((date) => date.toISOString());
  if (schema.format === 'date') return dates.map((date) => date.toISOString().slice(0, 10));
  if (schema.format === 'email') return word.map((name) => `${name}@example.com`);
  const minLength = schema.minLength ?? 0;
  const maxLength = Math.min(schema.maxLength ?? 40, Math.max(40, minLength));
  if (schema.format === 'base64') {
    return fc
      .uint8Array({ minLength: 16, maxLength: 16 })
      .map((bytes) => Buffer.from(bytes).toString('base64'));
  }
  if (schema.pattern) return fc.stringMatching(new RegExp(schema.pattern));
  return fc.oneof(
    ...(typeof schema.example === 'string' ? [{ weight: 4, arbitrary: fc.constant(schema.example) }] : []),
    { weight: 3, arbitrary: word.map((text) => text.padEnd(minLength, 'x').slice(0, maxLength)) },
    { weight: 1, arbitrary: word.map((text) => `\0${text}`.slice(0, maxLength)) },
    { weight: 1, arbitrary: fc.string({ minLength, maxLength, unit: 'grapheme' }) },
    { weight: 1, arbitrary: fc.string({ minLength, maxLength, unit: 'binary' }) },
  );
}

const word = fc.stringMatching(/^[a-z]{3,12}$/);
const dates = fc.date({ min: new Date('2020-01-01'), max: new Date('2040-01-01'), noInvalidDate: true });

function resolveRef(ref: string, document: object): JsonSchema {
  const found = ref
    .replace(/^#\//, '')
    .split('/')
    .reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], document);
  if (!found) throw new Error(`${ref} is not in the document.`);
  return found as JsonSchema;
}

/** value with one thing wrong: a property gone, replaced by something else, or one more than the schema knows. */
export function spoiled(value: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  const harm = fc.constantFrom('drop', 'replace', 'add', 'whole');
  return fc.tuple(value, harm, fc.nat(), fc.jsonValue({ maxDepth: 2 })).map(([given, how, at, other]) => {
    if (how === 'whole' || typeof given !== 'object' || given === null || Array.isArray(given)) return other;
    if (how === 'add') return { ...given, unknownField: other };
    const names = Object.keys(given);
    const name = names[at % Math.max(1, names.length)] ?? 'x';
    const { [name]: _gone, ...rest } = given as Record<string, unknown>;
    return how === 'drop' ? rest : { ...rest, [name]: other };
  });
}
