import { Diagnosis } from './diagnosis';
import { type Engine, type Job, patienceFor, type Wait } from './engine';
import { BucketError, TransportError } from './errors';
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
  /** Take the waits of this request, and their ends, where they are not those of the whole file. */
  onWait?: (wait: Wait) => void;
  onGo?: () => void;
}

/** Brings one body to the bucket, whatever the weather. Throws UploadFailure, UploadGone or FileUnreadable. */
export async function deliver(engine: Engine, job: Job, delivery: Delivery): Promise<void> {
  let fresh = false;
  let url = '';
  const diagnosis = new Diagnosis(engine, job);
  const patience = patienceFor(engine, job);
  await persist(
    {
      ...patience,
      onWait: delivery.onWait ?? patience.onWait,
      onGo: delivery.onGo ?? patience.onGo,
      onError: async (error) => {
        if (error instanceof BucketError) engine.origins.answered(url);
        // Ceph's 403 has no CORS header and looks like a broken connection: the next try has a new URL.
        if (isForbidden(error) || error instanceof TransportError) fresh = true;
        if (isForbidden(error)) return diagnosis.ofRefusal(error) ?? error;
        // A browser that is kept away is told so at once: silence has other reasons.
        const isBroken = error instanceof TransportError && error.kind === 'network';
        return (isBroken && (await diagnosis.ofBreak(url))) || error;
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
          await send(engine, job, delivery, target, body);
        } finally {
          stopWatching();
        }
      });
      engine.pool.succeeded();
      engine.origins.answered(url);
    },
  );
}

function send(engine: Engine, job: Job, delivery: Delivery, target: Target, body: Blob): Promise<void> {
  const { method, url, headers, fields } = target;
  const quick = delivery.isQuick?.() ?? false;
  const onProgress = (sentBytes: number) => {
    if (sentBytes > 0) engine.origins.moved(url);
    delivery.onProgress?.(sentBytes);
  };
  return sendBody(
    {
      method,
      url,
      headers,
      body: fields ? toForm(fields, body) : body,
      signal: job.signal,
      onProgress: delivery.onProgress && !quick ? onProgress : undefined,
      quick,
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

const isForbidden = (error: unknown): error is BucketError =>
  error instanceof BucketError && (error.status === 403 || error.status === 401);
