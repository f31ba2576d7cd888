import { z } from 'zod';
import { PersonName } from './account';
import { ByteCount, Id, Timestamp } from './common';
import { scopes } from './scopes';

/** Every token begins with it, so that secret scanners and people recognise one. */
export const tokenPrefix = 'slc_';
const day = 86_400;

export const TokenScope = z.enum(scopes);

export const TokenDto = z
  .strictObject({
    id: Id,
    name: z.string(),
    prefix: z
      .string()
      .meta({ description: 'The first characters, to recognise it by', example: 'slc_1aB9xZ' }),
    scopes: z.array(TokenScope),
    maxFileBytes: ByteCount.nullable(),
    urlSeconds: z.number().int().nullable(),
    perMinute: z.number().int().nullable(),
    createdAt: Timestamp,
    expiresAt: Timestamp.nullable(),
    lastUsedAt: Timestamp.nullable(),
  })
  .meta({ id: 'Token' });
export type TokenDto = z.infer<typeof TokenDto>;
export const TokenList = z.strictObject({ items: z.array(TokenDto), nextCursor: z.null() });

export const CreateToken = z.strictObject({
  name: PersonName.meta({ example: 'Backup script' }),
  scopes: z
    .array(TokenScope)
    .min(1, 'Choose what the token may do.')
    .max(scopes.length)
    .transform((given) => [...new Set(given)])
    .meta({ example: ['files:read', 'files:write'] }),
  expiresIn: z
    .number()
    .int()
    .min(60)
    .max(3650 * day)
    .nullable()
    .default(90 * day)
    .meta({ description: 'Seconds from now; null: until it is revoked' }),
  maxFileBytes: ByteCount.min(1)
    .nullable()
    .default(null)
    .meta({ description: 'Largest upload it may start, below what the policy allows', example: 52_428_800 }),
  urlSeconds: z
    .number()
    .int()
    .min(60)
    .max(7 * day)
    .nullable()
    .default(null)
    .meta({ description: 'Longest life of a URL it may sign', example: 1800 }),
  perMinute: z
    .number()
    .int()
    .min(1)
    .max(100_000)
    .nullable()
    .default(null)
    .meta({ description: 'Calls a minute, instead of the policy’s', example: 120 }),
});
export type CreateToken = z.infer<typeof CreateToken>;

export const CreatedToken = z.strictObject({
  token: TokenDto,
  secret: z.string().meta({ description: 'Shown once; only its hash is stored' }),
});
