import 'server-only';
import type { z } from 'zod';
import { db, type Prisma, type Tx } from './db';

/** How long an instance may act on a setting it has read: changes are felt everywhere within this time. */
const maxAgeMs = 500;
const cache = new Map<string, { readAt: number; value: unknown }>();
/** When this instance wrote a setting: while its transaction may still run, half a second, nothing that was read is kept. */
const writtenAt = new Map<string, number>();
const wasJustWritten = (key: string) => Date.now() - (writtenAt.get(key) ?? 0) < maxAgeMs;

/** The setting under key, or what schema makes of {} when none was saved (its defaults). */
export async function getSetting<Schema extends z.ZodType>(
  key: string,
  schema: Schema,
): Promise<z.infer<Schema>> {
  const cached = cache.get(key);
  if (cached && !wasJustWritten(key) && Date.now() - cached.readAt < maxAgeMs)
    return cached.value as z.infer<Schema>;
  const row = await db().setting.findUnique({ where: { key } });
  const value = schema.parse(row?.value ?? {});
  if (!wasJustWritten(key)) cache.set(key, { readAt: Date.now(), value });
  return value;
}

/** The saved setting, or null; not cached. */
export async function findSetting<Schema extends z.ZodType>(
  key: string,
  schema: Schema,
): Promise<z.infer<Schema> | null> {
  const row = await db().setting.findUnique({ where: { key } });
  return row ? schema.parse(row.value) : null;
}

type Put = { key: string; value: Prisma.InputJsonValue; updatedById?: string };

/** Saves a setting in the caller's transaction. This instance sees it at once, the others within half a second. */
export async function putSetting(tx: Tx, { key, value, updatedById }: Put): Promise<void> {
  const data = { value, updatedById: updatedById ?? null };
  await tx.setting.upsert({
    where: { key },
    create: { key, ...data },
    update: { ...data, version: { increment: 1 } },
  });
  writtenAt.set(key, Date.now());
  cache.delete(key);
}
