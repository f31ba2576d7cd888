import { confirm } from './confirm';
import { Confirmer } from './confirmer';
import { createBatch, failItem } from './create-batch';
import { deferred } from './deferred';
import type { Engine, Job } from './engine';
import { UploadFailure, UploadGone } from './errors';
import { uploadLock } from './locks';
import { isLarge, maxLarge, planBatch } from './plan';
import { type Origin, type Sent, sendGranted, sendRest } from './send-file';
import type { UploadItem } from './state';
import { WorkInHand } from './work-in-hand';

/** What the engine knows of an item beside its state. */
interface Work {
  order: number;
  file: File;
  origin: Origin;
  /** Of the run under way, if any. */
  controller: AbortController | null;
  /** Resolves when an interrupted run has let go of everything. */
  ended: Promise<void>;
  restarts: number;
}

const maxRestarts = 2;
const maxResends = 3;

/** Takes queued items through announcing, sending and confirming, as many at a time as is good for them. */
export class Runner {
  readonly #engine: Engine;
  readonly #confirmer: Confirmer;
  readonly #life = new AbortController();
  readonly #work = new Map<string, Work>();
  readonly #queued = { small: new Set<string>(), large: new Set<string>(), begun: new Set<string>() };
  readonly #announced = new Set<string>();
  readonly #hand = new WorkInHand(() => void this.#pump());
  #order = 0;
  #creating = false;

  constructor(engine: Engine) {
    this.#engine = engine;
    this.#confirmer = new Confirmer(engine.api, () => this.#hand.isEmpty && !this.#creating);
  }

  /** Gives an item its file. */
  attach(id: string, file: File, origin: Origin = 'same-page'): void {
    const order = this.#work.get(id)?.order ?? this.#order++;
    this.#work.set(id, {
      order,
      file,
      origin,
      controller: null,
      ended: Promise.resolve(),
      restarts: 0,
    });
  }

  /** Takes up items that are in state `queued` and have their file. */
  enqueue(ids: Iterable<string>): void {
    for (const id of ids) this.#enqueue(id);
    void this.#pump();
  }

  /** Stops whatever is under way for an item that was paused or cancelled. */
  interrupt(id: string): void {
    for (const queue of Object.values(this.#queued)) queue.delete(id);
    this.#work.get(id)?.controller?.abort(new DOMException('Stopped by the person.', 'AbortError'));
  }

  /** Forgets an item that is finished: its file can be collected. */
  forget(id: string): void {
    this.interrupt(id);
    this.#work.delete(id);
  }

  dispose(): void {
    this.#life.abort(new DOMException('The uploader was disposed.', 'AbortError'));
    for (const id of [...this.#work.keys()]) this.forget(id);
  }

  #enqueue(id: string): void {
    const item = this.#engine.items.get(id);
    // One whose announcement is under way comes back when the server has answered.
    if (item?.state.name !== 'queued' || !this.#work.has(id) || this.#announced.has(id)) return;
    const kind = item.uploadId ? 'begun' : isLarge(item.sizeBytes) ? 'large' : 'small';
    this.#queued[kind].add(id);
  }

  async #pump(): Promise<void> {
    this.#startBegun();
    if (this.#creating) return;
    this.#creating = true;
    try {
      for (let batch = this.#plan(); batch.length > 0; batch = this.#plan()) await this.#announce(batch);
    } catch (error) {
      if (!this.#life.signal.aborted) this.#engine.report(error);
    } finally {
      this.#creating = false;
      this.#confirmer.hurry();
    }
  }

  #plan(): UploadItem[] {
    return planBatch(
      { small: this.#items(this.#queued.small), large: this.#items(this.#queued.large) },
      this.#hand,
    );
  }

  *#items(ids: Iterable<string>): Generator<UploadItem> {
    for (const id of ids) {
      const item = this.#engine.items.get(id);
      if (item) yield item;
    }
  }

  async #announce(batch: readonly UploadItem[]): Promise<void> {
    const members = batch.map((item) => {
      this.#dequeue(item.id);
      this.#announced.add(item.id);
      this.#engine.items.dispatch(item.id, { type: 'sign' });
      return { item, job: this.#job(item.id) };
    });
    this.#hand.batches += 1;
    const granted = await createBatch(this.#engine, members, this.#life.signal);
    for (const { id } of batch) this.#announced.delete(id);
    for (const { job, granted: mine } of granted) {
      void this.#run(job, mine.id, () => sendGranted(this.#engine, job, mine));
    }
    for (const { id } of batch) this.#enqueue(id);
    this.#startBegun();
  }

  /** Goes on with what an earlier attempt or an earlier session began. */
  #startBegun(): void {
    for (const item of this.#items(this.#queued.begun)) {
      const { uploadId } = item;
      if (uploadId === null || (isLarge(item.sizeBytes) && this.#hand.large >= maxLarge)) continue;
      this.#dequeue(item.id);
      this.#engine.items.dispatch(item.id, { type: 'sign' });
      const job = this.#job(item.id);
      const { origin } = this.#work.get(item.id)!;
      void this.#run(job, uploadId, () => {
        this.#engine.items.dispatch(job.id, { type: 'signed', uploadId });
        return sendRest(this.#engine, job, uploadId, origin);
      });
    }
  }

  #dequeue(id: string): void {
    for (const queue of Object.values(this.#queued)) queue.delete(id);
  }

  #job(id: string): Job {
    const work = this.#work.get(id)!;
    const controller = new AbortController();
    work.controller = controller;
    return { id, order: work.order, file: work.file, signal: controller.signal, onStart: () => {} };
  }

  async #run(job: Job, uploadId: string, send: () => Promise<Sent>): Promise<void> {
    const { promise, resolve } = deferred();
    const work = this.#work.get(job.id);
    if (!work) return;
    const before = work.ended;
    work.ended = promise;
    const onSent = this.#hand.take(job);
    let unlock = () => {};
    try {
      await before;
      unlock = await this.#lock(job, uploadId);
      await this.#sendAndConfirm(job, uploadId, send, onSent);
    } catch (error) {
      if (!job.signal.aborted) this.#end(job, error);
    } finally {
      unlock();
      onSent();
      resolve();
      void this.#pump();
    }
  }

  async #sendAndConfirm(
    job: Job,
    uploadId: string,
    send: () => Promise<Sent>,
    onSent: () => void,
  ): Promise<void> {
    const { items, store, onReady, report } = this.#engine;
    let sent = await send();
    for (let resends = 0; ; resends += 1) {
      items.dispatch(job.id, { type: 'verify' });
      onSent();
      void this.#pump();
      const file = await confirm(this.#engine, job, { uploadId, sent, confirmer: this.#confirmer });
      if (file) {
        items.dispatch(job.id, { type: 'ready', file });
        this.#work.delete(job.id);
        void store.remove([uploadId]).catch(report);
        onReady(job.file, file);
        return;
      }
      if (resends >= maxResends) throw incomplete();
      items.dispatch(job.id, { type: 'resend' });
      sent = await sendRest(this.#engine, job, uploadId, 'same-page');
    }
  }

  /** Only uploads in parts are locked: a small one is create-only, two tabs cannot spoil it. */
  async #lock(job: Job, uploadId: string): Promise<() => void> {
    if (!isLarge(job.file.size)) return () => {};
    const { items, locks } = this.#engine;
    const message = 'Another tab works on this upload. It goes on here when that tab is closed.';
    const onBusy = () => items.dispatch(job.id, { type: 'wait', reason: 'other-tab', message, until: null });
    const unlock = await locks.acquire(uploadLock(uploadId), { signal: job.signal, onBusy });
    items.dispatch(job.id, { type: 'go' });
    return unlock;
  }

  /** What has ended on the server is looked at anew; what it has forgotten begins again. Twice, then a person is asked. */
  #end(job: Job, error: unknown): void {
    const work = this.#work.get(job.id);
    const ended = error instanceof UploadFailure && error.reason === 'conflict';
    const gone = error instanceof UploadGone;
    if (!work || !(ended || gone) || work.restarts >= maxRestarts) {
      failItem(this.#engine, job.id, gone ? forgotten(error) : error);
      return;
    }
    work.restarts += 1;
    if (gone) work.origin = 'same-page';
    this.#engine.items.dispatch(job.id, { type: gone ? 'restart' : 'requeue' });
    this.#enqueue(job.id);
  }
}

const forgotten = (cause: Error) =>
  new UploadFailure('failed', 'upload-gone', 'The server keeps forgetting this upload. Try again.', true, {
    cause,
  });
const incomplete = () =>
  new UploadFailure(
    'failed',
    'upload-incomplete',
    'The storage does not keep what was sent to it. Try again later.',
    true,
  );
