import { type Engine, type Job, patienceFor, type Wait } from './engine';
import { BucketError, FileUnreadable, TransportError, UploadFailure } from './errors';
import { sendBody } from './put';
import { offlineWait, persist } from './retry';

/** A signed request, ready to be sent. */
export interface Target {
  method: string;
  url: string;
  headers: Record<string, string>;
  fields?: Record<string, string>;
}

export interface Delivery {
  /** The signed request; `fresh` asks the server for a new one. */
  target: (fresh: boolean) => Promise<Target>;
  /** Asked for when there is room in the pool: what has to happen to the bytes begins there, and not before. */
  body: () => Promise<Blob>;
  sizeBytes: number;
  small: boolean;
  onProgress?: (sentBytes: number) => void;
  /**
   * Whether a request is over so soon that progress inside it tells nobody anything: in Chromium the events double the
   * time of an 8 MiB part on a fast link.
   */
  isQuick?: () => boolean;
  /** Takes the waits of this request where they are not those of the whole file. */
  onWait?: (wait: Wait) => void;
}

/** After so many broken connections to a bucket that never worked, find out whether the browser is kept from it. */
const diagnoseAfter = 3;

/** Brings one body to the bucket, whatever the weather. Throws UploadFailure, UploadGone or FileUnreadable. */
export async function deliver(engine: Engine, job: Job, delivery: Delivery): Promise<void> {
  let fresh = false;
  let url = '';
  let broken = 0;
  const patience = patienceFor(engine, job);
  await persist(
    {
      ...patience,
      onWait: delivery.onWait ?? patience.onWait,
      onError: async (error) => {
        if (!(error instanceof TransportError)) return error;
        // Ceph's 403 has no CORS header and looks like a broken connection: the next try has a new URL.
        fresh = true;
        broken += 1;
        return (await whyBroken(engine, job, url, broken)) ?? error;
      },
    },
    async () => {
      let target = await delivery.target(fresh);
      fresh = false;
      ({ url } = target);
      const { lane, order, small, signal } = {
        lane: job.id,
        order: job.order,
        small: delivery.small,
        signal: job.signal,
      };
      await engine.pool.run({ lane, order, small, signal }, async () => {
        job.onStart();
        const body = await delivery.body();
        // A request under way may live through a short loss of the network: it is shown, and not cut.
        const stopWatching = engine.weather.onChange((isOnline) =>
          isOnline ? patience.onGo() : patience.onWait(offlineWait),
        );
        try {
          await send(engine, job, delivery, target, body);
        } catch (error) {
          slowDown(engine, error);
          if (!isForbidden(error)) throw error;
          // Expired, or signed with keys that are gone: the server says so itself when it is asked for another one.
          target = await delivery.target(true);
          ({ url } = target);
          await send(engine, job, delivery, target, body).catch(rethrowForbidden);
        } finally {
          stopWatching();
        }
      });
      engine.pool.succeeded();
      engine.provenOrigins.add(new URL(url).origin);
    },
  );
}

function send(engine: Engine, job: Job, delivery: Delivery, target: Target, body: Blob): Promise<void> {
  const { method, url, headers, fields } = target;
  return sendBody(
    {
      method,
      url,
      headers,
      body: fields ? toForm(fields, body) : body,
      signal: job.signal,
      onProgress: delivery.isQuick?.() ? undefined : delivery.onProgress,
      quick: delivery.isQuick?.() ?? false,
      sizeBytes: delivery.sizeBytes,
    },
    engine.send,
  );
}

/** The policy's fields first and the file last: what follows the file is ignored. Source: S3 "POST Object". */
function toForm(fields: Record<string, string>, body: Blob): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append('file', body, 'file');
  return form;
}

/** Must happen while the slot is still taken: the moment it is free the next request starts. */
function slowDown({ pool }: Engine, error: unknown): void {
  if (error instanceof TransportError) pool.congested();
  if (error instanceof BucketError && (error.status === 503 || error.status === 429)) {
    pool.congested(error.retryAfterMs ?? 0);
  }
}

const isForbidden = (error: unknown) =>
  error instanceof BucketError && (error.status === 403 || error.status === 401);

function rethrowForbidden(error: unknown): never {
  if (!isForbidden(error)) throw error;
  throw new UploadFailure(
    'failed',
    'storage-forbidden',
    'The storage refuses links that were signed just now: its keys or the clock of the server are wrong. An admin finds out which with the storage check.',
    true,
    { cause: error },
  );
}

/** A better error than "the connection broke", where one can be found. */
async function whyBroken(
  { weather, provenOrigins, diagnose }: Engine,
  job: Job,
  url: string,
  times: number,
): Promise<Error | null> {
  if (!(await isReadable(job.file))) {
    return new FileUnreadable(
      'The file can no longer be read: it was moved, changed or locked. Pick it again.',
    );
  }
  if (times < diagnoseAfter || !weather.isOnline || url === '' || provenOrigins.has(new URL(url).origin))
    return null;
  if ((await diagnose(url)) !== 'blocked') return null;
  return new UploadFailure(
    'failed',
    'storage-blocked',
    `The storage at ${new URL(url).host} answers, but the browser may not send to it: its CORS rules do not name this site, or it refuses the link. An admin finds out and mends it with the storage check.`,
    true,
  );
}

/** Chromium reports a file that changed on disk as a broken connection. */
const isReadable = (file: File): Promise<boolean> =>
  file
    .slice(0, 1)
    .arrayBuffer()
    .then(
      () => true,
      () => false,
    );
