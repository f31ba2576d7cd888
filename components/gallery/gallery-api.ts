import { api } from '@/lib/api-client/api';
import { ApiError } from '@/lib/api-client/api-error';
import type { BatchFiles } from '@/lib/contracts/files';
import type { ListPort } from './page-reader';

/** One page of files, as the library asks for it. */
export const fetchFilePage: ListPort = (query, signal) => api('listFiles', { query, signal });

/** The API takes at most this many ids a call. */
const batchSize = 500;

type Batch = BatchFiles extends infer Each
  ? Each extends { ids: string[] }
    ? Omit<Each, 'ids'>
    : never
  : never;
export type BatchOutcome = { refused: string[]; error: unknown };

/**
 * Sends an action for any number of files, 500 a call, one call after another. Answers the ids that stayed as they
 * were and the first reason; throws when nothing at all went through.
 */
export async function sendBatch(batch: Batch, ids: readonly string[]): Promise<BatchOutcome> {
  const refused: string[] = [];
  let error: unknown = null;
  for (let start = 0; start < ids.length; start += batchSize) {
    const chunk = ids.slice(start, start + batchSize);
    try {
      const { items } = await api('batchFiles', { body: { ...batch, ids: chunk } as BatchFiles });
      for (const item of items) {
        if ('ok' in item) continue;
        refused.push(item.id);
        error ??= new ApiError(item.error as ConstructorParameters<typeof ApiError>[0]);
      }
    } catch (thrown) {
      refused.push(...ids.slice(start));
      error ??= thrown;
      break;
    }
  }
  if (refused.length === ids.length && error !== null) throw error;
  return { refused, error };
}
