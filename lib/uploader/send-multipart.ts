import { deliver } from './deliver';
import { hexToBase64 } from './encoding';
import type { Engine, Job } from './engine';
import type { Digest } from './hash-protocol';
import { PartUrls } from './part-urls';
import { missingRanges, type PartRange, planRanges } from './parts';
import type { PartDigest, RemotePart } from './protocol';

export interface MultipartPlan {
  uploadId: string;
  partSize: number;
  partCount: number;
  /** What the bucket has already. */
  have: readonly RemotePart[];
}

/** Sends the parts that are missing, several at a time; resolves with the MD5s known of all parts. */
export async function sendMultipart(engine: Engine, job: Job, plan: MultipartPlan): Promise<PartDigest[]> {
  const { uploadId, have } = plan;
  const ranges = planRanges({ ...plan, sizeBytes: job.file.size });
  const digests = await knownDigests(engine, uploadId);
  const missing = missingRanges(ranges, have, digests);
  const progress = new PartProgress(engine, job, job.file.size - bytesOf(missing));
  const urls = new PartUrls(
    missing.map(({ partNumber }) => partNumber),
    (partNumbers) => signParts(engine, job, uploadId, partNumbers),
  );
  const siblings = new AbortController();
  const own = { ...job, signal: AbortSignal.any([job.signal, siblings.signal]) };
  const lane = async () => {
    for (let range = missing.shift(); range; range = missing.shift()) {
      const md5 = await sendPart(engine, own, { range, urls, progress });
      urls.done(range.partNumber);
      if (md5) await remember(engine, uploadId, range.partNumber, md5, digests);
    }
  };
  // The first failure stops the others; all have ended before it is told.
  const lanes = Array.from({ length: Math.min(engine.pool.size, missing.length) }, () =>
    lane().catch((error) => {
      siblings.abort(error);
      throw error;
    }),
  );
  const ended = await Promise.allSettled(lanes);
  job.signal.throwIfAborted();
  if (siblings.signal.aborted) throw siblings.signal.reason;
  for (const { status } of ended)
    if (status === 'rejected') throw new Error('A part failed without a reason.');
  return ranges.map(({ partNumber }) => {
    const md5 = digests.get(partNumber);
    return md5 ? { partNumber, md5: hexToBase64(md5) } : { partNumber };
  });
}

interface PartJob {
  range: PartRange;
  urls: PartUrls;
  progress: PartProgress;
}

/**
 * Sends one part and hashes it beside that. The bucket gets the slice itself: Chromium then reads the disk in its own
 * process (cheaper than taking a buffer from the page), and no part is ever held here.
 */
async function sendPart(
  engine: Engine,
  job: Job,
  { range, urls, progress }: PartJob,
): Promise<string | undefined> {
  const { partNumber, start, end } = range;
  const slice = job.file.slice(start, end, '');
  let hashing: Promise<Digest> | null = null;
  await deliver(engine, job, {
    target: (fresh) => urls.get(partNumber, fresh),
    body: async () => {
      hashing ??= engine.hasher.digest(slice, ['md5']);
      // Who waits for it hears of its failure below; a part that fails before that is not to raise it again.
      hashing.catch(() => {});
      return slice;
    },
    sizeBytes: slice.size,
    small: false,
    onProgress: (sentBytes) => progress.sent(partNumber, sentBytes),
    // One slow part is no reason to call the whole file waiting.
    showsWaits: () => progress.stopped(partNumber),
  });
  progress.arrived(partNumber, slice.size);
  return (await (hashing ?? engine.hasher.digest(slice, ['md5']))).md5;
}

async function signParts(engine: Engine, job: Job, uploadId: string, partNumbers: number[]) {
  const answer = await engine.api.presign(uploadId, partNumbers, job.signal);
  if (!('parts' in answer)) throw new Error('The server answered with one request to a multipart upload.');
  return answer;
}

const bytesOf = (ranges: readonly PartRange[]) =>
  ranges.reduce((sum, { start, end }) => sum + end - start, 0);

async function knownDigests(engine: Engine, uploadId: string): Promise<Map<number, string>> {
  try {
    return await engine.store.parts(uploadId);
  } catch (error) {
    engine.report(error);
    return new Map();
  }
}

async function remember(
  engine: Engine,
  uploadId: string,
  partNumber: number,
  md5: string,
  digests: Map<number, string>,
) {
  digests.set(partNumber, md5);
  await engine.store.putPart(uploadId, partNumber, md5).catch(engine.report);
}

/** Bytes of one file: those of arrived parts, and those under way. */
class PartProgress {
  readonly #engine: Engine;
  readonly #id: string;
  readonly #underWay = new Map<number, number>();
  #arrivedBytes: number;

  constructor(engine: Engine, { id }: Job, recoveredBytes: number) {
    this.#engine = engine;
    this.#id = id;
    this.#arrivedBytes = recoveredBytes;
    engine.items.dispatch(id, { type: 'recovered', sentBytes: recoveredBytes });
  }

  sent(partNumber: number, bytes: number): void {
    this.#underWay.set(partNumber, bytes);
    this.#tell();
  }

  arrived(partNumber: number, sizeBytes: number): void {
    this.#underWay.delete(partNumber);
    this.#arrivedBytes += sizeBytes;
    this.#tell();
  }

  /** Notes that a part moves no longer; true if no other one does. */
  stopped(partNumber: number): boolean {
    this.#underWay.delete(partNumber);
    return this.#underWay.size === 0;
  }

  #tell(): void {
    let sentBytes = this.#arrivedBytes;
    for (const bytes of this.#underWay.values()) sentBytes += bytes;
    this.#engine.items.dispatch(this.#id, { type: 'progress', sentBytes });
  }
}
