import { makeZip, predictLength } from 'client-zip';
import { uniqueNames } from '@/components/gallery/zip/entry-names';
import { readAll } from '@/components/gallery/zip/read-all';
import { openSink } from '@/components/gallery/zip/sink';
import { api } from '@/lib/api-client/api';
import { ApiError } from '@/lib/api-client/api-error';
import type { Presign } from '@/lib/contracts/common';
import { formatBytes } from '@/lib/format/bytes';
import { toPercent } from '@/lib/format/count';

/** A visitor's URL lives for a minute: few are signed at a time, and none is used near its end. */
const signingWindow = 10;
const renewBeforeMs = 15_000;
const itemsPerCall = 200;
const showEveryMs = 250;

type Entry = { id: string; path: string; size: number };
type Options = {
  slug: string;
  title: string;
  signal: AbortSignal;
  onRemaining: (remaining: number | null) => void;
  onProgress: (text: string) => void;
};

/** Everything the link shows, in its folders, no name twice. Throws ApiError. */
async function listEntries(slug: string): Promise<Entry[]> {
  const entries: Entry[] = [];
  let cursor: string | undefined;
  do {
    const page = await api('listShareItems', { params: { slug }, query: { limit: itemsPerCall, cursor } });
    for (const { id, name, path, size } of page.items) {
      entries.push({ id, path: path ? `${path}/${name}` : name, size });
    }
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  const paths = uniqueNames(entries.map(({ path }) => path));
  return entries.map((entry, index) => ({ ...entry, path: paths[index] ?? entry.path }));
}

/** Signs the files of one counted download just before they are read. */
class VisitorSigner {
  readonly #signed = new Map<string, Presign>();

  constructor(
    private readonly options: Options,
    private readonly order: readonly string[],
  ) {}

  async get(id: string): Promise<string> {
    const known = this.#signed.get(id);
    if (known && new Date(known.expiresAt).getTime() - Date.now() > renewBeforeMs) return known.url;
    const start = this.order.indexOf(id);
    const sign = this.order.slice(start, start + signingWindow);
    const answer = await api('downloadShare', { params: { slug: this.options.slug }, body: { sign } });
    this.options.onRemaining(answer.downloadsRemaining);
    if (!('items' in answer)) throw new Error('The server signed one file instead of many.');
    this.#signed.clear();
    for (const item of answer.items) {
      if ('presign' in item) this.#signed.set(item.id, item.presign);
      else if (item.id === id) throw new ApiError(item.error as ConstructorParameters<typeof ApiError>[0]);
    }
    const presign = this.#signed.get(id);
    if (!presign) throw new Error('The server signed nothing for this file.');
    return presign.url;
  }

  forget(id: string): void {
    this.#signed.delete(id);
  }
}

/**
 * Packs everything a link shows into one ZIP, straight from the bucket, as one download. Nothing is counted before the
 * person has said where it goes. Throws ApiError or the storage's error; the link's end stops it at the next file.
 */
export async function downloadAll(options: Options): Promise<void> {
  const { slug, title, signal, onProgress } = options;
  const sink = await openSink(`${title.replace(/\.[^.]+$/, '')}.zip`);
  if (!sink) return;
  try {
    onProgress('Preparing …');
    const entries = await listEntries(slug);
    const signer = new VisitorSigner(
      options,
      entries.map(({ id }) => id),
    );
    const total = Number(predictLength(entries.map(({ path, size }) => ({ name: path, size }))));
    const zip = makeZip(streamEntries(entries, signer, signal), { buffersAreUTF8: true });
    await zip.pipeThrough(report(total, onProgress)).pipeTo(sink.writable, { signal });
    sink.finish();
  } catch (error) {
    await sink.discard();
    throw error;
  }
}

function* streamEntries(entries: readonly Entry[], signer: VisitorSigner, signal: AbortSignal) {
  for (const { id, path, size } of entries) {
    yield { name: path, size, lastModified: new Date(), input: readAll({ id, size, signer, signal }) };
  }
}

function report(total: number, onProgress: (text: string) => void): TransformStream<Uint8Array, Uint8Array> {
  let done = 0;
  let shownAt = Number.NEGATIVE_INFINITY;
  return new TransformStream({
    transform(piece, controller) {
      done += piece.byteLength;
      controller.enqueue(piece);
      if (performance.now() - shownAt < showEveryMs) return;
      shownAt = performance.now();
      onProgress(`${toPercent(done, total)} %, ${formatBytes(done)} of ${formatBytes(total)}`);
    },
  });
}
