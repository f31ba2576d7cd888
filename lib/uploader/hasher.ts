import { FileUnreadable } from './errors';
import type { Digest, HashAlgorithm, HashAnswer, HashMessage, HashWorker } from './hash-protocol';

type Waiting = { resolve: (digest: Digest) => void; reject: (error: Error) => void };

type Asking = Exclude<HashMessage, { cancel: number } | { forget: number }>;

/** A SHA-256 of pieces in order, one `add` after another; `end` or `forget` is its last call. */
export interface RunningHash {
  add(piece: Blob): Promise<void>;
  /** In lower-case hex; null where nothing can be hashed. */
  end(): Promise<string | null>;
  forget(): void;
}

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
  digest(blob: Blob, algorithms: HashAlgorithm[], signal?: AbortSignal): Promise<Digest> {
    return this.#attempt((id) => ({ id, blob, algorithms }), signal);
  }

  /** Begins a SHA-256 that grows piece by piece. Its calls throw as `digest` does. */
  begin(signal?: AbortSignal): RunningHash {
    const running = this.#nextId++;
    return {
      add: async (piece) => {
        await this.#attempt((id) => ({ id, running, piece }), signal);
      },
      end: async () => {
        const { sha256 } = await this.#attempt((id) => ({ id, running, piece: null }), signal);
        return sha256 ?? null;
      },
      forget: () => this.#worker?.postMessage({ forget: running }),
    };
  }

  dispose(): void {
    this.#worker?.terminate();
    this.#worker = null;
    this.#rejectAll(new Error('The hasher was disposed.'));
  }

  async #attempt(toMessage: (id: number) => Asking, signal?: AbortSignal): Promise<Digest> {
    if (!this.#broken) {
      try {
        return await this.#ask(toMessage, signal);
      } catch (error) {
        signal?.throwIfAborted();
        if (error instanceof FileUnreadable) throw error;
        this.#breakDown();
      }
    }
    return {};
  }

  #ask(toMessage: (id: number) => Asking, signal?: AbortSignal): Promise<Digest> {
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
      worker.postMessage(toMessage(id));
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
