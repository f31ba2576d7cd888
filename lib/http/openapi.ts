import 'server-only';
import { z } from 'zod';
import { createDocument, type ZodOpenApiSchemaObject } from 'zod-openapi';
import { AppError, type ErrorCode, errorCodes, toProblem } from '@/lib/contracts/errors';
import { routes } from '@/lib/contracts/routes';
import { CreateUploads, NewUpload } from '@/lib/contracts/uploads';
import { pathItems } from './openapi-operation';

const text = { type: 'string' } as const;
const whole = { type: 'integer' } as const;

const headers = {
  'X-Request-Id': { description: 'Names this call in the log', schema: text },
  RateLimit: { description: 'What is left, and for how many seconds', schema: text },
  'RateLimit-Policy': { description: 'The limit, and its window in seconds', schema: text },
  'Retry-After': { description: 'Seconds to wait', schema: whole },
  Location: { description: 'Where to go', schema: text },
};

/** One example for each error code; the operations refer to them by code. */
function errorExamples() {
  const codes = Object.keys(errorCodes) as ErrorCode[];
  const example = (code: ErrorCode) => {
    const { title } = errorCodes[code];
    const error = new AppError(code, { detail: `${title}.` });
    return { summary: title, value: toProblem(error, '0190a5b4-7c3e-7d52-9d0e-2f1c5b7a9e10') };
  };
  return Object.fromEntries(codes.map((code) => [code, example(code)]));
}

/** As a client writes it: before defaults. */
function newUpload() {
  const { $schema: _dialect, ...schema } = z.toJSONSchema(NewUpload, { io: 'input' });
  return schema as ZodOpenApiSchemaObject;
}

let cached: ReturnType<typeof createDocument> | undefined;

/** The OpenAPI 3.1 document of the routes table: the same schemas that validate. */
export function openApiDocument(): ReturnType<typeof createDocument> {
  cached ??= createDocument(
    {
      openapi: '3.1.0',
      info: {
        title: 'Sluice',
        version: '1',
        description:
          'Upload, keep and share files on your own S3 bucket. The bytes never pass through the app.',
        license: { name: 'MIT', identifier: 'MIT' },
      },
      servers: [{ url: '/' }],
      tags: [...new Set(Object.values(routes).map(({ tag }) => tag))].map((name) => ({ name })),
      paths: pathItems(),
      components: {
        schemas: { NewUpload: newUpload() },
        headers,
        examples: errorExamples(),
        securitySchemes: {
          session: { type: 'apiKey', in: 'cookie', name: 'next-auth.session-token' },
          token: { type: 'http', scheme: 'bearer', description: 'An API token with the named scope.' },
        },
      },
    },
    {
      // Each entry is checked by itself, so that one bad name spoils no other; programs still want its shape.
      override: ({ jsonSchema, zodSchema, io }) => {
        if ((zodSchema as unknown) !== CreateUploads || io !== 'input') return;
        const files = jsonSchema.properties?.files;
        if (files && typeof files === 'object') {
          Object.assign(files, { items: { $ref: '#/components/schemas/NewUpload' } });
        }
      },
    },
  );
  return cached;
}
