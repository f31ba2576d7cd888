import { existsSync } from 'node:fs';
import { readdir, rm, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { BucketEvent } from '../options';
import { BucketCatalog } from './buckets';
import { FolderSync, writeDurably } from './durable';
import { type Index, IndexUnusable, openIndex, removeIndex } from './index-db';
import { Layout } from './layout';
import { reconcile, removeEmptyFolders } from './reconcile';
import { Store } from './store';
import { Uploads } from './uploads';

export interface OpenStore {
  store: Store;
  uploads: Uploads;
  close(): Promise<void>;
}

interface StoreOptions {
  dataDir: string;
  minFreeFraction: number;
  log: (event: BucketEvent) => void;
}

/**
 * Opens the data folder, alone. After a clean stop nothing is scanned; otherwise index and files are compared and
 * what nobody names is removed before the first request.
 */
export async function openStore({ dataDir, minFreeFraction, log }: StoreOptions): Promise<OpenStore> {
  const layout = new Layout(dataDir);
  layout.create();
  const folders = new FolderSync();
  const index = openUsableIndex(layout, log);
  try {
    const wasClean = existsSync(layout.cleanMark) && !index.isNew;
    if (existsSync(layout.cleanMark)) await unlink(layout.cleanMark);
    await folders.sync(layout.root);
    await emptyTemp(layout);
    const buckets = new BucketCatalog(layout, folders);
    if (!wasClean) await repair(layout, index, buckets, log);
    await removeEmptyFolders(layout, index);
    const store = new Store(layout, index, buckets, folders, await nextId(layout, index), minFreeFraction);
    const uploads = new Uploads(store);
    await finishTrims(store, uploads);
    return { store, uploads, close: () => closeStore(store) };
  } catch (error) {
    index.close();
    throw error;
  }
}

function openUsableIndex(layout: Layout, log: StoreOptions['log']): Index {
  try {
    return openIndex(layout.index);
  } catch (error) {
    if (!(error instanceof IndexUnusable)) throw error;
    log({ event: 'recovered', detail: `the index could not be used (${error.message}) and is made anew` });
    removeIndex(layout.index);
    return openIndex(layout.index);
  }
}

async function emptyTemp(layout: Layout): Promise<void> {
  for (const name of await readdir(layout.temp))
    await rm(join(layout.temp, name), { force: true, recursive: true });
}

async function repair(layout: Layout, index: Index, buckets: BucketCatalog, log: StoreOptions['log']) {
  const started = Date.now();
  const found = await reconcile(layout, index);
  // An object whose bucket is not there is still somebody's object.
  for (const name of index.allBuckets())
    if (!buckets.find(name)) await buckets.save({ name, createdMs: Date.now() });
  const { lostRecords, ...counts } = found;
  if (!index.isNew || found.objectsAdded > 0)
    log({ event: 'recovered', milliseconds: Date.now() - started, detail: JSON.stringify(counts) });
  for (const detail of lostRecords) log({ event: 'lost-record', detail });
}

/** Ids only grow: past every row and every folder ever filled. */
async function nextId(layout: Layout, index: Index): Promise<number> {
  const newestFolder = (await readdir(layout.objects)).sort().at(-1);
  const first = newestFolder === undefined ? 0 : layout.idRange(newestFolder).first;
  return Math.max(index.maxId(), first) + 1;
}

async function finishTrims(store: Store, uploads: Uploads): Promise<void> {
  for (const set of store.index.setsToTrim()) {
    const keep = store.index.filesOfSet(set);
    if (keep) await uploads.trim(set, keep);
    else store.index.unmarkTrim(set);
  }
}

async function closeStore(store: Store): Promise<void> {
  const { layout, folders } = store;
  await store.close();
  await writeDurably(layout.cleanMark, Buffer.from('clean\n'), layout.temp, folders);
  folders.close();
}
