import { z } from 'zod';

export const Id = z.uuid().meta({ description: 'UUIDv7', example: '0190a5b4-7c3e-7d52-9d0e-2f1c5b7a9e10' });
export const Timestamp = z.iso
  .datetime()
  .meta({ description: 'ISO 8601, UTC', example: '2026-01-31T12:00:00.000Z' });
export const ByteCount = z
  .number()
  .int()
  .min(0)
  .max(Number.MAX_SAFE_INTEGER)
  .meta({ description: 'Bytes', example: 1048576 });
export const Seconds = z.number().int().min(0).meta({ description: 'Seconds', example: 900 });

/** C0 and C1 controls and DEL; a file name never carries them (RULES: names). */
const isControl = (character: string) => {
  const code = character.codePointAt(0) ?? 0;
  return code < 0x20 || (code >= 0x7f && code < 0xa0) || code === 0x2028 || code === 0x2029;
};
const utf8Bytes = (value: string) => new TextEncoder().encode(value).length;

/** Why value cannot be a file or folder name, as a sentence; null when it can. value must be NFC already. */
export function nameProblem(value: string): string | null {
  if (value.length === 0) return 'A name is needed.';
  if (value === '.' || value === '..') return `"${value}" is not a name.`;
  if (/[/\\]/.test(value)) return 'A name cannot contain / or \\.';
  if ([...value].some(isControl)) return 'A name cannot contain control characters or line breaks.';
  if (!value.isWellFormed()) return 'A name must be valid Unicode text.';
  if (utf8Bytes(value) > 255) return 'A name can be at most 255 bytes long.';
  return null;
}

/** A file or folder name: NFC, 1–255 bytes of UTF-8, no controls, slashes, "." or "..". */
export const Name = z
  .string()
  .max(1024)
  .transform((value) => value.normalize('NFC'))
  .superRefine((value, context) => {
    const problem = nameProblem(value);
    if (problem) context.addIssue({ code: 'custom', message: problem });
  })
  .meta({ description: 'Name, NFC, 1–255 bytes of UTF-8', example: 'Holiday 2026.jpg' });

/** Text that a row keeps or is found by. PostgreSQL takes NUL in no text. */
export const Text = z.string().refine((value) => !value.includes('\0'), 'This cannot contain NUL.');
export const SearchText = Text.trim().min(1).max(200);

export const PageQuery = {
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(1000).optional(),
};

/** A page of a keyset list. */
export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.strictObject({ items: z.array(item), nextCursor: z.string().nullable() });
export type Page<Item> = { items: Item[]; nextCursor: string | null };

/** Hex or base64 checksums a client may declare; given ones become part of the signature. */
export const Checksums = z.strictObject({
  md5: z.base64().length(24).optional(),
  sha256: z.base64().length(44).optional(),
  crc32c: z.base64().length(8).optional(),
});
export type Checksums = z.infer<typeof Checksums>;

/** Pictures that a client may hand in to be drawn anew. */
export const PictureType = z.enum(['image/jpeg', 'image/png', 'image/webp']);
export type PictureType = z.infer<typeof PictureType>;

/** A signed URL with all the client needs to use it once: sends exactly `headers` (or `fields` of a form). */
export const Presign = z
  .strictObject({
    url: z.string(),
    method: z.enum(['GET', 'PUT', 'POST']),
    headers: z.record(z.string(), z.string()),
    fields: z.record(z.string(), z.string()).optional(),
    key: z.string(),
    name: z.string(),
    extension: z.string(),
    mime: z.string(),
    size: ByteCount,
    expiresIn: Seconds,
    expiresAt: Timestamp,
  })
  .meta({ id: 'Presign' });
export type Presign = z.infer<typeof Presign>;

export const ProblemDto = z
  .strictObject({
    type: z.string().meta({ example: '/docs/errors#not_found' }),
    title: z.string(),
    status: z.number().int(),
    code: z.string().meta({ description: 'Stable; branch on this', example: 'not_found' }),
    detail: z.string().meta({ description: 'A sentence for the person' }),
    requestId: z.string(),
    errors: z
      .array(z.strictObject({ path: z.string(), message: z.string() }))
      .optional()
      .meta({ description: 'Every field that is wrong, all at once' }),
  })
  .meta({ id: 'Problem' });
