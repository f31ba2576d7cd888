import 'server-only';
import { db } from '@/lib/platform/db';
import { findObject } from '@/lib/storage/head-object';
import { markerKey } from '@/lib/storage/keys';

type Check = 'ok' | 'failed';
export type Health = { status: 'ok' | 'degraded'; checks: Record<string, Check> };

async function outcome(work: () => Promise<unknown>): Promise<Check> {
  try {
    await work();
    return 'ok';
  } catch {
    return 'failed';
  }
}

/** Whether the dependencies answer. Says which one does not, and nothing about it. */
export async function checkHealth(): Promise<Health> {
  const [database, storage] = await Promise.all([
    outcome(() => db().$queryRaw`SELECT 1`),
    outcome(() => findObject(markerKey())),
  ]);
  return { status: database === 'ok' && storage === 'ok' ? 'ok' : 'degraded', checks: { database, storage } };
}
