import { Backlog } from './backlog';
import { deliver } from './deliver';
import { hexToBase64 } from './encoding';
import type { Engine, Job } from './engine';
import type { Digest, HashAlgorithm } from './hash-protocol';
import { PartProgress } from './part-progress';
import { PartUrls, toTarget } from './part-urls';
import { missingRanges, type PartRange, planRanges } from './parts';
import type { Checksums, PartDigest, PartDigestKind, RemotePart } from './protocol';
import { WholeHash } from './whole-hash';

/** So many parts may be at the bucket before they are hashed: connections do not idle because the processor is short. */
const hashesBehind = 12;

export interface MultipartPlan {
  uploadId: string;
  partSize: number;
  partCount: number;
  /** Set where the bucket proves a part by a signed digest only: each is then hashed, signed and sent in turn. */
  partDigest?: PartDigestKind | undefined;
  /** What the bucket has already. */
  have: readonly RemotePart[];
}

/**
 * Sends the parts that are missing, several at a time; resolves with the MD5s known of all parts, and with the SHA-256
 * of the whole where there was time for it.
 */
export async function sendMultipart(
  engine: Engine,
  job: Job,
  plan: MultipartPlan,
): Promise<{ parts: PartDigest[]; sha256: string | null }> {
  const { uploadId, have } = plan;
  const ranges = planRanges({ ...plan, sizeBytes: job.file.size });
  const digests = await knownDigests(engine, uploadId);
  // Where parts are signed with their digests, ETags are no MD5s: the bucket has proved what it has.
  const missing = missingRanges(ranges, have, plan.partDigest ? undefined : digests);
  const progress = new PartProgress(engine, job, job.file.size - bytesOf(missing));
  const urls = new PartUrls(
    missing.map(({ partNumber }) => partNumber),
    (partNumbers) => signParts(engine, job, uploadId, partNumbers),
  );
  const siblings = new AbortController();
  const own = { ...job, signal: AbortSignal.any([job.signal, siblings.signal]) };
  const toSend = new Set(missing);
  const there = ranges.filter((range) => !toSend.has(range)).map(({ partNumber }) => partNumber);
  const whole = new WholeHash(engine, own, { ranges, there });
  const hashing = new Backlog(hashesBehind, (error) => siblings.abort(error));
  const lane = async () => {
    for (let range = missing.shift(); range; range = missing.shift()) {
      const { partNumber } = range;
      const { digest } = await sendPart(engine, own, { range, urls, progress, plan, whole });
      urls.done(partNumber);
      whole.arrived(hashing.size);
      await hashing.add(digest.then(({ md5 }) => remember(engine, { uploadId, partNumber, md5, digests })));
    }
  };
  // The first failure stops the others; all have ended before it is told.
  const lanes = Array.from({ length: Math.min(engine.pool.size, missing.length) }, () =>
    lane().catch((error) => siblings.abort(error)),
  );
  await Promise.all(lanes);
  await hashing.drain();
  job.signal.throwIfAborted();
  siblings.signal.throwIfAborted();
  const parts = ranges.map(({ partNumber }) => {
    const md5 = digests.get(partNumber);
    return md5 ? { partNumber, md5: hexToBase64(md5) } : { partNumber };
  });
  return { parts, sha256: await whole.result() };
}

interface PartJob {
  range: PartRange;
  urls: PartUrls;
  progress: PartProgress;
  plan: MultipartPlan;
  whole: WholeHash;
}

/**
 * Sends one part and hashes it beside that; resolves when the bucket has it, while its digest may still be under way. The
 * bucket gets the slice itself: Chromium then reads the disk in its own process (cheaper than taking a buffer from the
 * page), and no part is ever held here.
 */
async function sendPart(
  engine: Engine,
  job: Job,
  { range, urls, progress, plan, whole }: PartJob,
): Promise<{ digest: Promise<Digest> }> {
  const { partNumber, start, end } = range;
  const slice = job.file.slice(start, end, '');
  const { uploadId, partDigest } = plan;
  let hashing: Promise<Digest> | null = null;
  const hash = (algorithms: HashAlgorithm[]) => {
    hashing ??= engine.hasher.digest(slice, algorithms, job.signal);
    // Who waits for it hears of its failure; a part that fails before that is not to raise it again.
    hashing.catch(() => {});
    return hashing;
  };
  const target = async (fresh: boolean) => {
    if (!partDigest) return urls.get(partNumber, fresh);
    const digest = await hash(partDigest === 'md5' ? ['md5'] : ['md5', 'sha256']);
    const checksums = toChecksums(digest, partDigest);
    const { parts } = await signParts(engine, job, uploadId, [partNumber], { [partNumber]: checksums });
    return toTarget(parts[0]);
  };
  const startedAt = performance.now();
  await deliver(engine, job, {
    target,
    body: async () => {
      progress.began(partNumber);
      void hash(['md5']);
      whole.began(partNumber);
      return slice;
    },
    sizeBytes: slice.size,
    small: false,
    isQuick: () => progress.isQuick,
    onProgress: (sentBytes) => progress.sent(partNumber, sentBytes),
    onWait: (wait) => progress.stopped(partNumber, wait),
    onGo: () => progress.rested(partNumber),
  });
  progress.arrived(partNumber, slice.size, performance.now() - startedAt);
  return { digest: hash(['md5']) };
}

/** Empty where nothing could be hashed: the part travels unchecked then. */
const toChecksums = ({ md5, sha256 }: Digest, kind: PartDigestKind): Checksums => ({
  ...(kind === 'md5' && md5 ? { md5: hexToBase64(md5) } : {}),
  ...(kind === 'sha256' && sha256 ? { sha256: hexToBase64(sha256) } : {}),
});

async function signParts(
  engine: Engine,
  job: Job,
  uploadId: string,
  partNumbers: number[],
  checksums?: Record<number, Checksums>,
) {
  const answer = await engine.api.presign(uploadId, partNumbers, job.signal, checksums);
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

interface Remembered {
  uploadId: string;
  partNumber: number;
  md5: string | undefined;
  digests: Map<number, string>;
}

async function remember(engine: Engine, { uploadId, partNumber, md5, digests }: Remembered): Promise<void> {
  if (!md5) return;
  digests.set(partNumber, md5);
  await engine.store.putPart(uploadId, partNumber, md5).catch(engine.report);
}
