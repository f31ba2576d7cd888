import 'server-only';
import path from 'node:path';
import { Worker } from 'node:worker_threads';

export type Pixels = { data: Uint8Array; width: number; height: number };

/** Four bytes a pixel, and as many again inside the decoder: about half a gigabyte. Phones make 12 to 50 million. */
const maxPixels = 64_000_000;
const timeoutMs = 60_000;
/** A real file: a worker is started from the disk, and the app always runs in its own folder. */
const script = path.resolve('lib/jobs/heic.worker.mjs');

/** RGBA of an iPhone's picture, upright. In a thread of its own: decoding takes seconds, and is ended when it takes too many. */
export function decodeHeic(bytes: Uint8Array): Promise<Pixels> {
  const worker = new Worker(script, {
    workerData: { bytes, maxPixels },
    resourceLimits: { maxOldGenerationSizeMb: 256 },
  });
  const decoded = new Promise<Pixels>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('Decoding took too long.')), timeoutMs);
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', () => {
      clearTimeout(timer);
      reject(new Error('The decoder ended without a picture.'));
    });
  });
  return decoded.finally(() => worker.terminate());
}
