import { createHash } from 'node:crypto';
import { linkSync, mkdirSync, writeFileSync } from 'node:fs';
import { encodeFooter } from '../store/footer';
import { openIndex } from '../store/index-db';
import { Layout } from '../store/layout';
import type { ObjectRecord } from '../store/records';

interface Seed {
  count: number;
  /** `links`: names only, which is all that a start compares. `files`: an index can be made again from them. */
  as: 'links' | 'files';
  /** Key of the i-th; seededKey where nothing is given. */
  keyOf?: (i: number) => string;
}

const nothing = createHash('md5').digest('hex');
const rowsPerTransaction = 50_000;

/** Key of the i-th seeded object: spread over seven folders, in no order. */
export const seededKey = (i: number) =>
  `folder-${i % 7}/${createHash('md5').update(String(i)).digest('hex')}`;

/** Index and files of `count` empty objects in the bucket `test`, as a killed server leaves them. */
export function seed(folder: string, { count, as, keyOf = seededKey }: Seed): void {
  const layout = new Layout(folder);
  layout.create();
  writeFileSync(layout.bucketFile('test'), JSON.stringify({ name: 'test', createdMs: Date.now() }));
  const index = openIndex(layout.index);
  for (let first = 1; first <= count; first += rowsPerTransaction)
    index.transaction(() => {
      const next = Math.min(first + rowsPerTransaction, count + 1);
      for (let id = first; id < next; id++) {
        const record = recordOf(keyOf(id - 1));
        index.putObject({ id, record });
        makeFile(layout, id, as === 'files' ? encodeFooter(record) : null);
      }
    });
  index.close();
}

function makeFile(layout: Layout, id: number, content: Buffer | null): void {
  const isFirst = id === 1 || layout.isFirstOfFolder(id);
  if (isFirst) mkdirSync(layout.objectFolder(id), { mode: 0o700 });
  const path = layout.objectFile(id);
  if (content || isFirst) writeFileSync(path, content ?? '', { mode: 0o600 });
  else linkSync(layout.objectFile(Math.max(1, layout.firstOfFolder(id))), path);
}

function recordOf(key: string): ObjectRecord {
  return {
    kind: 'object',
    bucket: 'test',
    key,
    sizeBytes: 0,
    etag: nothing,
    modifiedMs: Date.now(),
    headers: { 'content-type': 'image/png' },
    checksums: {},
  };
}
