import { createMD5, createSHA256, type IHasher } from 'hash-wasm';
import { ByteBudget } from './byte-budget';
import { toHex } from './encoding';
import type {
  Digest,
  HashAlgorithm,
  HashAnswer,
  HashMessage,
  HashRequest,
  HashWorker,
  RunningHashRequest,
} from './hash-protocol';

const mebibyte = 1024 * 1024;
/** Up to this size a blob is read at once, for the browser's own SHA-256 takes nothing but whole buffers. */
const wholeBytes = 16 * mebibyte;
/** Many small files are read side by side: each takes longer to ask for than to read. */
const smallBytes = mebibyte;
/** Above it, pieces of this size: large enough that reading costs, not asking. */
const pieceBytes = 4 * mebibyte;
/** Read and not yet hashed: one part is hashed while the next two are read. */
const readAheadBytes = 24 * mebibyte;

/** Answers the messages of the hash protocol, for one worker. Never rejects; null: nobody waits for an answer. */
export function createHashAnswerer(): (message: HashMessage) => Promise<HashAnswer | null> {
  const reader = new BlobReader();
  const cancelled = new Set<number>();
  const running = new Map<number, Promise<IHasher>>();

  return async (message) => {
    if ('cancel' in message) {
      cancelled.add(message.cancel);
      return null;
    }
    if ('forget' in message) {
      running.delete(message.forget);
      return null;
    }
    const { id } = message;
    const isCancelled = () => cancelled.has(id);
    const answer = await orSayWhyNot(id, () =>
      'running' in message ? goOn(message) : hashBlob(reader, message, isCancelled),
    );
    return cancelled.delete(id) ? null : answer;
  };

  async function goOn({ running: which, piece }: RunningHashRequest): Promise<Digest> {
    const known = running.get(which) ?? createHasher('sha256').then((hasher) => hasher.init());
    running.set(which, known);
    const hasher = await known;
    if (piece) {
      await reader.readPieces(piece, (bytes) => hasher.update(bytes));
      return {};
    }
    running.delete(which);
    return { sha256: hasher.digest('hex') };
  }
}

/** Reads blobs for the hashers, no more of them at once than memory should hold. */
class BlobReader {
  readonly #budget = new ByteBudget(readAheadBytes);

  /** All of it; `use` must be done with the bytes when it resolves. */
  read<T>(blob: Blob, use: (bytes: ArrayBuffer) => Promise<T>): Promise<T> {
    return this.#budget.hold(blob.size, async () => use(await readAll(blob)));
  }

  /** Piece by piece, in order, until `isEnough`. */
  async readPieces(blob: Blob, use: (bytes: Uint8Array) => void, isEnough = () => false): Promise<void> {
    for (let start = 0; start < blob.size && !isEnough(); start += pieceBytes) {
      await this.read(blob.slice(start, start + pieceBytes), async (bytes) => use(new Uint8Array(bytes)));
    }
  }
}

/** What Web Workers have and the project's types, those of a window, do not: twice as fast as asking for a promise. */
declare const FileReaderSync: (new () => { readAsArrayBuffer(blob: Blob): ArrayBuffer }) | undefined;

const readAll = async (blob: Blob): Promise<ArrayBuffer> =>
  blob.size > smallBytes && typeof FileReaderSync === 'function'
    ? new FileReaderSync().readAsArrayBuffer(blob)
    : blob.arrayBuffer();

async function hashBlob(
  reader: BlobReader,
  { blob, algorithms }: HashRequest,
  isCancelled: () => boolean,
): Promise<Digest> {
  if (blob.size > wholeBytes) {
    // Hashers of its own: other requests are answered while pieces are read.
    const hashers = (await Promise.all(algorithms.map(createHasher))).map((hasher) => hasher.init());
    const update = (bytes: Uint8Array) => {
      for (const hasher of hashers) hasher.update(bytes);
    };
    await reader.readPieces(blob, update, isCancelled);
    return Object.fromEntries(hashers.map((hasher, index) => [algorithms[index], hasher.digest('hex')]));
  }
  return reader.read(blob, async (bytes) => {
    const digest: Digest = {};
    if (isCancelled()) return digest;
    for (const algorithm of algorithms) digest[algorithm] = await hashBytes(bytes, algorithm);
    return digest;
  });
}

async function orSayWhyNot(id: number, hash: () => Promise<Digest>): Promise<HashAnswer> {
  try {
    return { id, digest: await hash() };
  } catch (cause) {
    const error = cause instanceof Error ? cause : new Error(String(cause));
    const unreadable = error.name === 'NotReadableError' || error.name === 'NotFoundError';
    return { id, error: { message: error.message, unreadable } };
  }
}

/** The browser's own SHA-256 is the faster one, but it exists in secure contexts only. */
async function hashBytes(bytes: ArrayBuffer, algorithm: HashAlgorithm): Promise<string> {
  if (algorithm === 'sha256' && globalThis.crypto?.subtle) {
    return toHex(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)));
  }
  const hasher = await sharedHasher(algorithm);
  return hasher.init().update(new Uint8Array(bytes)).digest('hex');
}

const shared = new Map<HashAlgorithm, Promise<IHasher>>();

/** One instance for whole buffers: they are hashed without an await in between, so nobody can interleave. */
function sharedHasher(algorithm: HashAlgorithm): Promise<IHasher> {
  const known = shared.get(algorithm) ?? createHasher(algorithm);
  shared.set(algorithm, known);
  return known;
}

const createHasher = (algorithm: HashAlgorithm): Promise<IHasher> =>
  algorithm === 'md5' ? createMD5() : createSHA256();

/** The same protocol without a thread: for Node, tests, and browsers whose policy forbids workers. */
export function createInThreadHashWorker(): HashWorker {
  const listeners = new Set<(event: { data: HashAnswer }) => void>();
  const answer = createHashAnswerer();
  return {
    postMessage(message) {
      void answer(message).then((data) => {
        if (data) for (const listener of listeners) listener({ data });
      });
    },
    addEventListener(type, listener) {
      if (type === 'message') listeners.add(listener);
    },
    terminate: () => listeners.clear(),
  };
}
