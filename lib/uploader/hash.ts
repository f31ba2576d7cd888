import { createMD5, createSHA256, type IHasher } from 'hash-wasm';
import { toHex } from './encoding';
import type { Digest, HashAlgorithm, HashAnswer, HashCancel, HashRequest, HashWorker } from './hash-protocol';

/** Up to this size a blob is read at once, for the browser's own SHA-256 takes nothing but whole buffers. */
const wholeBytes = 16 * 1024 * 1024;
/** Above it, pieces of this size: large enough that reading costs, not asking. */
const pieceBytes = 4 * 1024 * 1024;

const cancelled = new Set<number>();

/** Answers one message of the hash protocol; never rejects. Null: nobody waits for an answer. */
export async function answerHashMessage(message: HashRequest | HashCancel): Promise<HashAnswer | null> {
  if ('cancel' in message) {
    cancelled.add(message.cancel);
    return null;
  }
  const answer = await hashOrSayWhyNot(message);
  return cancelled.delete(message.id) ? null : answer;
}

async function hashOrSayWhyNot(request: HashRequest): Promise<HashAnswer> {
  try {
    return { id: request.id, digest: await hashBlob(request) };
  } catch (cause) {
    const error = cause instanceof Error ? cause : new Error(String(cause));
    const unreadable = error.name === 'NotReadableError' || error.name === 'NotFoundError';
    return { id: request.id, error: { message: error.message, unreadable } };
  }
}

async function hashBlob({ id, blob, algorithms }: HashRequest): Promise<Digest> {
  if (blob.size > wholeBytes) return hashPieces(id, blob, algorithms);
  const bytes = await blob.arrayBuffer();
  const digest: Digest = {};
  for (const algorithm of algorithms) digest[algorithm] = await hashBytes(bytes, algorithm);
  return digest;
}

async function hashPieces(id: number, blob: Blob, algorithms: HashAlgorithm[]): Promise<Digest> {
  // Hashers of its own: other requests are answered at every await below.
  const hashers = (await Promise.all(algorithms.map(createHasher))).map((hasher) => hasher.init());
  for (let start = 0; start < blob.size && !cancelled.has(id); start += pieceBytes) {
    const piece = new Uint8Array(await blob.slice(start, start + pieceBytes).arrayBuffer());
    for (const hasher of hashers) hasher.update(piece);
  }
  return Object.fromEntries(hashers.map((hasher, index) => [algorithms[index], hasher.digest('hex')]));
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
  return {
    postMessage(request) {
      void answerHashMessage(request).then((data) => {
        if (data) for (const listener of listeners) listener({ data });
      });
    },
    addEventListener(type, listener) {
      if (type === 'message') listeners.add(listener);
    },
    terminate: () => listeners.clear(),
  };
}
