import type { Signer } from './signer';

const attempts = 4;

type Options = { id: string; size: number; signer: Pick<Signer, 'get' | 'forget'>; signal: AbortSignal };

/**
 * The bytes of one file, each once: a connection that breaks goes on where it stopped, by range, with a fresh URL. Throws
 * after four tries in a row that brought nothing, and when the file is not as long as it should be.
 */
export async function* readAll({ id, size, signer, signal }: Options): AsyncGenerator<Uint8Array> {
  let offset = 0;
  let tries = 0;
  while (offset < size) {
    try {
      const url = await signer.get(id);
      const headers = offset > 0 ? { range: `bytes=${offset}-` } : undefined;
      const response = await fetch(url, { signal, headers, cache: 'no-store' });
      if (response.status !== (offset > 0 ? 206 : 200) || !response.body)
        throw new Error(`The storage answered ${response.status}.`);
      for await (const piece of pieces(response.body)) {
        offset += piece.byteLength;
        if (offset > size) throw new RangeError('The file has changed while it was packed.');
        tries = 0;
        yield piece;
      }
      if (offset < size) throw new Error('The connection ended early.');
    } catch (error) {
      signal.throwIfAborted();
      signer.forget(id);
      tries += 1;
      if (tries >= attempts || error instanceof RangeError) throw error;
    }
  }
}

/** A stream's chunks. Safari cannot iterate over a ReadableStream. */
async function* pieces(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    // Leaving early (cancelled, or the reader below failed) lets go of the connection.
    await reader.cancel().catch(() => undefined);
  }
}
