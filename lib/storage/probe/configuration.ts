import 'server-only';
import type { StorageHandle } from '../client';
import { applyCors, readCors } from '../cors';
import { readPublicAccessBlock } from '../public-access';

export interface CorsCapabilities {
  readable: boolean;
  /** Null when it was not tried: on an external bucket nothing is written unasked. */
  writable: boolean | null;
}

/** Whether CORS can be read and, when writing is allowed, written: the same rules are put back as they are. */
export async function probeCors(on: StorageHandle, mayWrite: boolean): Promise<CorsCapabilities> {
  const reading = await readCors(on);
  if (!reading.readable) return { readable: false, writable: mayWrite ? false : null };
  const { current } = reading;
  if (!mayWrite || current.length === 0) return { readable: true, writable: null };
  const same = { current, next: current, added: current, removed: current, isInSync: false };
  return { readable: true, writable: (await applyCors({ possible: true, plan: same }, on)) === null };
}

export type PublicAccessState = 'blocked' | 'partly' | 'open' | 'unsupported' | 'hidden';

/** The public access block in one word. */
export async function probePublicAccessBlock(on: StorageHandle): Promise<PublicAccessState> {
  const reading = await readPublicAccessBlock(on);
  if (!reading.readable) return reading.refusal.reason === 'permission' ? 'hidden' : 'unsupported';
  const switches = Object.values(reading.current);
  if (switches.every(Boolean)) return 'blocked';
  return switches.some(Boolean) ? 'partly' : 'open';
}
