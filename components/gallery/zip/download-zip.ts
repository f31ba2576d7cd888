import { makeZip, predictLength } from 'client-zip';
import { dismissToast, showToast } from '@/components/ui/toast';
import { api } from '@/lib/api-client/api';
import { ApiError } from '@/lib/api-client/api-error';
import type { Presign } from '@/lib/contracts/common';
import { formatBytes } from '@/lib/format/bytes';
import { formatCount, toPercent } from '@/lib/format/count';
import { uniqueNames } from './entry-names';
import { openSink } from './sink';

/** As many ids as one call signs; URLs are signed just before they are used. */
const signingWindow = 100;
/** A URL this close to its end is signed again: a large file before it may have taken that long. */
const renewBeforeMs = 60_000;
const attempts = 3;
const toastId = 'zip';
const showEveryMs = 250;

type Entry = { id: string; name: string; size: number };

/**
 * Packs files into one ZIP while they stream from the bucket to the disk: nothing passes through the app, and where the
 * browser lets us write to a file (showSaveFilePicker) memory stays flat. Files that are gone are left out and named.
 * Throws ApiError; resolves quietly when the person cancels. Source: client-zip, ZIP64 and UTF-8 names always.
 */
export async function downloadZip(ids: readonly string[]): Promise<void> {
  const name = `Sluice ${new Date().toISOString().slice(0, 10)} (${formatCount(ids.length, 'file')}).zip`;
  // First of all: the picker needs the click that led here.
  const sink = await openSink(name);
  if (!sink) return;
  const stop = new AbortController();
  try {
    const signer = createSigner(ids);
    const entries = await signer.list();
    const total = Number(predictLength(entries));
    const zip = makeZip(streamEntries(entries, signer, stop.signal), { buffersAreUTF8: true });
    await zip.pipeThrough(showProgress(total, entries.length, () => stop.abort())).pipeTo(sink.writable, {
      signal: stop.signal,
    });
    sink.finish();
    const missing = ids.length - entries.length;
    showToast({
      id: toastId,
      title: `${formatCount(entries.length, 'file')} in ${name}`,
      tone: missing > 0 ? 'warning' : 'success',
      ...(missing > 0
        ? { detail: `${formatCount(missing, 'file')} could not be found and are not in it.` }
        : {}),
    });
  } catch (error) {
    await sink.discard();
    dismissToast(toastId);
    if (!stop.signal.aborted) throw error;
  }
}

function showProgress(
  total: number,
  files: number,
  cancel: () => void,
): TransformStream<Uint8Array, Uint8Array> {
  let done = 0;
  let shownAt = 0;
  return new TransformStream({
    transform(piece, controller) {
      done += piece.byteLength;
      controller.enqueue(piece);
      if (performance.now() - shownAt < showEveryMs) return;
      shownAt = performance.now();
      showToast({
        id: toastId,
        title: `Packing ${formatCount(files, 'file')}: ${toPercent(done, total)} %`,
        detail: `${formatBytes(done)} of ${formatBytes(total)}`,
        durationMs: Number.POSITIVE_INFINITY,
        action: { label: 'Cancel', onAction: cancel },
      });
    },
  });
}

async function* streamEntries(entries: readonly Entry[], signer: Signer, signal: AbortSignal) {
  for (const { id, name, size } of entries) {
    yield { name, size, lastModified: new Date(), input: readAll(id, size, signer, signal) };
  }
}

/** The bytes of one file; a broken connection goes on where it stopped, by range. */
async function* readAll(
  id: string,
  size: number,
  signer: Signer,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  let offset = 0;
  for (let attempt = 1; offset < size || (size === 0 && attempt === 1); attempt += 1) {
    try {
      const { url } = await signer.get(id);
      const headers = offset > 0 ? { range: `bytes=${offset}-` } : undefined;
      const response = await fetch(url, { signal, headers, cache: 'no-store' });
      if (!response.ok || !response.body) throw new Error(`The storage answered ${response.status}.`);
      const reader = response.body.getReader();
      for (;;) {
        const { done, value } = await reader.read();
        if (done) break;
        offset += value.byteLength;
        attempt = 1;
        yield value;
      }
      if (offset >= size) return;
    } catch (error) {
      signal.throwIfAborted();
      signer.forget(id);
      if (attempt >= attempts) throw error;
    }
  }
}

type Signer = ReturnType<typeof createSigner>;

/** Signed URLs of ids, in windows, again when they grow old. */
function createSigner(ids: readonly string[]) {
  const signed = new Map<string, Presign>();
  const sign = async (wanted: readonly string[]) => {
    const { items } = await api('presignFiles', { body: { ids: [...wanted] } });
    for (const item of items) {
      if ('presign' in item) signed.set(item.id, item.presign);
      else if (wanted.length === 1)
        throw new ApiError(item.error as ConstructorParameters<typeof ApiError>[0]);
    }
  };
  return {
    /** Every file that is there, under a name of its own. */
    async list(): Promise<Entry[]> {
      for (let start = 0; start < ids.length; start += signingWindow)
        await sign(ids.slice(start, start + signingWindow));
      const found = ids.flatMap((id) => {
        const presign = signed.get(id);
        return presign ? [{ id, name: presign.name, size: presign.size }] : [];
      });
      const names = uniqueNames(found.map(({ name }) => name));
      return found.map((entry, index) => ({ ...entry, name: names[index] ?? entry.name }));
    },
    async get(id: string): Promise<Presign> {
      const known = signed.get(id);
      if (known && new Date(known.expiresAt).getTime() - Date.now() > renewBeforeMs) return known;
      await sign([id]);
      const presign = signed.get(id);
      if (!presign) throw new Error('The file is gone.');
      return presign;
    },
    forget: (id: string) => signed.delete(id),
  };
}
