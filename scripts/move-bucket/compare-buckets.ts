import type { StorageHandle } from '@/lib/storage/client';
import { findObject } from '@/lib/storage/head-object';
import { markerKey } from '@/lib/storage/keys';
import { type ListedObject, listObjects } from '@/lib/storage/list-objects';
import { areComparable, isSameContent } from '../transfer/etag';
import { moveNoteKey } from './move-note';

export type Pair = {
  source: ListedObject;
  state: 'same' | 'size alone' | 'missing' | 'different';
};

/**
 * Every object of the source with what the target has under its key, in key order, in flat memory. The marker and the
 * note of the move are left out: they are written by themselves.
 */
export async function* compareBuckets(source: StorageHandle, target: StorageHandle): AsyncGenerator<Pair[]> {
  const { prefix } = source.config;
  const apart = new Set([markerKey(prefix), moveNoteKey(prefix)]);
  const targets = new Listing(listObjects({}, target));
  for await (const page of listObjects({}, source)) {
    const pairs: Pair[] = [];
    for (const listed of page.filter(({ key }) => !apart.has(key)))
      pairs.push({ source: listed, state: stateOf(listed, await targets.find(listed.key)) });
    // An engine may list in another order: what was not met is asked for by name before it counts as missing.
    for (const pair of pairs)
      if (pair.state === 'missing')
        pair.state = stateOf(pair.source, await findObject(pair.source.key, target));
    yield pairs;
  }
}

function stateOf(source: ListedObject, found: { sizeBytes: number; etag: string } | null): Pair['state'] {
  if (!found) return 'missing';
  if (!isSameContent(source, found)) return 'different';
  return areComparable(source.etag, found.etag) ? 'same' : 'size alone';
}

/** A listing walked forward beside another one. */
class Listing {
  private rest: ListedObject[] = [];
  private isOver = false;

  constructor(private readonly pages: AsyncGenerator<ListedObject[]>) {}

  async find(key: string): Promise<ListedObject | null> {
    for (;;) {
      const next = this.rest[0];
      if (next === undefined) {
        if (this.isOver || !(await this.more())) return null;
        continue;
      }
      if (next.key > key) return null;
      this.rest.shift();
      if (next.key === key) return next;
    }
  }

  private async more(): Promise<boolean> {
    const { value, done } = await this.pages.next();
    if (done) this.isOver = true;
    else this.rest = value;
    return !done;
  }
}
