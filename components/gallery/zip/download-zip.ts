import { makeZip, predictLength } from 'client-zip';
import { dismissToast, showToast } from '@/components/ui/toast';
import type { ZipManifest } from '@/lib/contracts/files';
import { formatBytes } from '@/lib/format/bytes';
import { formatCount, toPercent } from '@/lib/format/count';
import { readManifest, type ZipChoice } from './manifest';
import { readAll } from './read-all';
import { Signer } from './signer';
import { openSink } from './sink';

const toastId = 'zip';
const showEveryMs = 250;

/**
 * Packs files and folders into one ZIP while they stream from the bucket to the disk: nothing passes through the app,
 * and where the browser lets us write to a file memory stays flat. Throws ApiError or the storage's error; resolves
 * quietly when the person cancels. Source: client-zip, always ZIP64 and UTF-8 names.
 */
export async function downloadZip(choice: ZipChoice, suggestedName?: string): Promise<void> {
  const day = new Date().toISOString().slice(0, 10);
  const name = `${suggestedName ?? `Sluice ${day} (${formatCount(choice.ids.length, 'file')})`}.zip`;
  // First of all: the picker needs the click that led here.
  const sink = await openSink(name);
  if (!sink) return;
  const stop = new AbortController();
  try {
    const { entries, missing } = await readManifest(choice);
    const total = Number(predictLength(entries.map(({ path, size }) => ({ name: path, size }))));
    const zip = makeZip(streamEntries(entries, stop.signal), { buffersAreUTF8: true });
    const progress = showProgress({ total, files: entries.length, cancel: () => stop.abort() });
    await zip.pipeThrough(progress).pipeTo(sink.writable, { signal: stop.signal });
    sink.finish();
    showToast({
      id: toastId,
      title: `${formatCount(entries.length, 'file')} packed into ${name}`,
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

function* streamEntries(entries: ZipManifest['entries'], signal: AbortSignal) {
  const signer = new Signer(entries.map(({ id }) => id));
  for (const { id, path, size, lastModified } of entries) {
    yield {
      name: path,
      size,
      lastModified: new Date(lastModified),
      input: readAll({ id, size, signer, signal }),
    };
  }
}

type Progress = { total: number; files: number; cancel: () => void };

function showProgress({ total, files, cancel }: Progress): TransformStream<Uint8Array, Uint8Array> {
  let done = 0;
  let shownAt = Number.NEGATIVE_INFINITY;
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
