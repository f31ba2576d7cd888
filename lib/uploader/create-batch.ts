import { hexToBase64 } from './encoding';
import type { Engine, Job } from './engine';
import { ApiError, FileUnreadable, UploadFailure } from './errors';
import { takeFingerprint } from './fingerprint';
import { newId } from './ids';
import { isLarge } from './plan';
import type { Checksums, CreateFile, CreateOutcome } from './protocol';
import { judge, persist } from './retry';
import { isFinished, type UploadItem } from './state';

export type Granted = Extract<CreateOutcome, { outcome: 'upload' }>;

export interface BatchMember {
  item: UploadItem;
  job: Job;
}

/**
 * Announces a batch to the server and tells each item what came of it. Resolves with those that may send; `signal`
 * is the engine's own, because a person may pause one file of the batch but not the batch.
 */
export async function createBatch(
  engine: Engine,
  members: readonly BatchMember[],
  signal: AbortSignal,
): Promise<{ job: Job; granted: Granted }[]> {
  const { items, api, policy, weather } = engine;
  const prepared = (await Promise.all(members.map((member) => prepare(engine, member)))).filter(
    (one) => one !== null,
  );
  const first = prepared[0]?.item;
  if (!first) return [];
  const each = (act: (id: string) => void) => prepared.forEach(({ item }) => void act(item.id));
  const idempotencyKey = newId();
  const request = {
    files: prepared.map(({ description }) => description),
    folderId: first.folderId ?? undefined,
    onConflict: first.onConflict,
  };
  try {
    const { uploads } = await persist(
      {
        policy,
        weather,
        signal,
        onWait: (wait) => each((id) => items.dispatch(id, { type: 'wait', ...wait })),
        onGo: () => each((id) => items.dispatch(id, { type: 'go' })),
      },
      () => api.create(request, { idempotencyKey, signal }),
    );
    const granted = prepared.flatMap(({ item, job }, index) => {
      const outcome = uploads[index];
      const mine = outcome ? settle(engine, item.id, outcome) : null;
      return mine ? [{ job, granted: mine }] : [];
    });
    await remember(engine, members, granted);
    return granted;
  } catch (error) {
    signal.throwIfAborted();
    each((id) => failItem(engine, id, error));
    return [];
  }
}

/** Reads what the server should know before it signs. Null when the file cannot be read: its item says so then. */
async function prepare(engine: Engine, { item, job }: BatchMember) {
  try {
    const checksums = await digestsOf(engine, job.file);
    const description: CreateFile = {
      clientId: item.id,
      name: item.name,
      size: item.sizeBytes,
      type: item.type,
      lastModified: Math.max(0, Math.trunc(job.file.lastModified)),
      ...(item.path ? { path: item.path } : {}),
      ...(checksums ? { checksums } : {}),
    };
    return { item, job, description };
  } catch (error) {
    failItem(engine, item.id, error);
    return null;
  }
}

/** Small files are hashed before they are announced: the hash is signed, and finds what is here already. */
async function digestsOf({ hasher }: Engine, file: File): Promise<Checksums | null> {
  if (isLarge(file.size)) return null;
  const { md5, sha256 } = await hasher.digest(file, ['md5', 'sha256']);
  return md5 && sha256 ? { md5: hexToBase64(md5), sha256: hexToBase64(sha256) } : null;
}

/** Tells the item its outcome; returns what it may send, if anything. */
function settle(engine: Engine, id: string, outcome: CreateOutcome): Granted | null {
  const { items, api } = engine;
  switch (outcome.outcome) {
    case 'upload': {
      const item = items.dispatch(id, { type: 'signed', uploadId: outcome.id });
      if (item?.state.name === 'uploading') return outcome;
      // Cancelled while the answer was on its way: give the reservation back.
      if (!item || isFinished(item)) void api.cancel(outcome.id).catch(engine.report);
      return null;
    }
    case 'duplicate':
    case 'conflict':
      items.dispatch(id, { type: outcome.outcome, file: outcome.file });
      return null;
    case 'skipped':
      items.dispatch(id, { type: 'skip' });
      return null;
    case 'error':
      failItem(engine, id, new ApiError(outcome.error));
      return null;
    default:
      return outcome satisfies never;
  }
}

/** Ends an item with the sentence its error deserves. */
export function failItem({ items, report }: Engine, id: string, thrown: unknown): void {
  const verdict = thrown instanceof ApiError ? judge(thrown) : null;
  const error = verdict?.kind === 'final' ? verdict.error : thrown;
  if (error instanceof FileUnreadable) {
    items.dispatch(id, { type: 'needs-file', message: error.message });
  } else if (error instanceof UploadFailure) {
    const { reason, message, retryable } = error;
    items.dispatch(
      id,
      error.outcome === 'refused'
        ? { type: 'refuse', reason, message }
        : { type: 'fail', reason, message, retryable },
    );
  } else if (thrown instanceof ApiError) {
    items.dispatch(id, {
      type: 'fail',
      reason: thrown.problem.code,
      message: thrown.message,
      retryable: true,
    });
  } else {
    report(thrown);
    const message = 'Something went wrong that should not. Try again.';
    items.dispatch(id, { type: 'fail', reason: 'unexpected', message, retryable: true });
  }
}

/** Notes the begun uploads, so that they can go on after a reload. Failing to is no reason to stop. */
async function remember(
  engine: Engine,
  members: readonly BatchMember[],
  granted: { job: Job; granted: Granted }[],
) {
  const byId = new Map(members.map(({ item }) => [item.id, item]));
  try {
    const records = await Promise.all(
      granted.map(async ({ job, granted: { id: uploadId, method } }) => {
        const { name, path } = byId.get(job.id)!;
        const { size: sizeBytes, lastModified } = job.file;
        const fingerprint =
          method === 'multipart'
            ? await takeFingerprint(job.file, engine.hasher)
            : { sizeBytes, lastModified, edges: null };
        return { uploadId, name, path, fingerprint, tab: engine.tab, createdAt: Date.now() };
      }),
    );
    await engine.store.putMany(records);
  } catch (error) {
    engine.report(error);
  }
}
