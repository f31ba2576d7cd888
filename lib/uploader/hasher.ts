import { FileUnreadable } from './errors';
import type { Digest, HashAlgorithm, HashAnswer, HashWorker } from './hash-protocol';

type Waiting = { resolve: (digest: Digest) => void; reject: (error: Error) => void };

const unreadableMessage =
  'The file can no longer be read: it was moved, changed or locked since it was picked. Pick it again.';

/**
 * Asks a hash worker, started with the first question. Where the worker cannot run (a content policy without
 * 'wasm-unsafe-eval'), digests stay empty and the upload goes on: the server then says who proved what.
 */
export class Hasher {
  readonly #createWorker: () => HashWorker;
  readonly #waiting = new Map<number, Waiting>();
  #worker: HashWorker | null = null;
  #broken = false;
  #nextId = 1;

  constructor(createWorker: () => HashWorker) {
    this.#createWorker = createWorker;
  }

  /** Hashes of `blob` in lower-case hex; empty where nothing can be hashed. Throws FileUnreadable, or the signal's reason. */
  async digest(blob: Blob, algorithms: HashAlgorithm[], signal?: AbortSignal): Promise<Digest> {
    if (!this.#broken) {
      try {
        return await this.#ask(blob, algorithms, signal);
      } catch (error) {
        signal?.throwIfAborted();
        if (error instanceof FileUnreadable) throw error;
        this.#breakDown();
      }
    }
    return {};
  }

  dispose(): void {
    this.#worker?.terminate();
    this.#worker = null;
    this.#rejectAll(new Error('The hasher was disposed.'));
  }

  #ask(blob: Blob, algorithms: HashAlgorithm[], signal?: AbortSignal): Promise<Digest> {
    const worker = this.#worker ?? this.#start();
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      const cancel = () => {
        if (!this.#waiting.delete(id)) return;
        worker.postMessage({ cancel: id });
        reject(signal?.reason);
      };
      signal?.addEventListener('abort', cancel, { once: true });
      const over = () => signal?.removeEventListener('abort', cancel);
      this.#waiting.set(id, {
        resolve: (digest) => {
          over();
          resolve(digest);
        },
        reject: (error) => {
          over();
          reject(error);
        },
      });
      worker.postMessage({ id, blob, algorithms });
    });
  }

  #start(): HashWorker {
    const worker = this.#createWorker();
    worker.addEventListener('message', ({ data }) => this.#settle(data));
    worker.addEventListener('error', () => this.#breakDown());
    this.#worker = worker;
    return worker;
  }

  #settle(answer: HashAnswer): void {
    const waiting = this.#waiting.get(answer.id);
    this.#waiting.delete(answer.id);
    if (!waiting) return;
    if ('digest' in answer) waiting.resolve(answer.digest);
    else
      waiting.reject(
        answer.error.unreadable ? new FileUnreadable(unreadableMessage) : new Error(answer.error.message),
      );
  }

  #breakDown(): void {
    this.#broken = true;
    this.#rejectAll(new Error('The hash worker does not run here.'));
  }

  #rejectAll(error: Error): void {
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}
