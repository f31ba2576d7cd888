import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Verified } from '../auth/verify';
import { S3Error } from '../errors';
import type { Limits } from '../options';
import { ChunkDecoder, streamForm } from './aws-chunked';

/** The body of a request: its content without framing, to be read once. */
export interface RequestBody {
  lengthBytes: number;
  /** The content may be shorter: a form's length counts its fields too. */
  isUpperBound?: boolean;
  chunks: AsyncGenerator<Buffer>;
  /** Name of the header that will come as a trailer; its value is known once the chunks have ended. */
  announcedTrailer: string | undefined;
  trailer(name: string): string | undefined;
}

/** Opens the body of a verified request. Throws MissingContentLength unless its content's length is declared. */
export function openBody(
  request: IncomingMessage,
  response: ServerResponse,
  verified: Verified,
  limits: Limits,
): RequestBody {
  const form = streamForm(verified.payloadHash);
  const encodings = (request.headers['content-encoding'] ?? '').split(',').map((name) => name.trim());
  if (!form && encodings.includes('aws-chunked'))
    throw new S3Error('InvalidRequest', 'aws-chunked needs a STREAMING- value in x-amz-content-sha256.');
  if (!form && !/^([0-9a-f]{64}|UNSIGNED-PAYLOAD)$/.test(verified.payloadHash))
    throw new S3Error(
      'InvalidArgument',
      'x-amz-content-sha256 must be UNSIGNED-PAYLOAD, a SHA-256 or a STREAMING- value.',
    );
  const declared = request.headers[form ? 'x-amz-decoded-content-length' : 'content-length'];
  const lengthBytes = parseLength(declared);
  const raw = rawChunks(request, response, limits);
  if (!form) return { lengthBytes, chunks: raw, announcedTrailer: undefined, trailer: () => undefined };
  const decoder = new ChunkDecoder(form, verified);
  return {
    lengthBytes,
    chunks: decodeAll(raw, decoder),
    announcedTrailer: request.headers['x-amz-trailer']?.toString().toLowerCase(),
    trailer: (name) => decoder.trailers.get(name),
  };
}

export function parseLength(declared: string | string[] | undefined): number {
  if (typeof declared !== 'string' || !/^\d{1,15}$/.test(declared)) throw new S3Error('MissingContentLength');
  return Number(declared);
}

async function* decodeAll(raw: AsyncGenerator<Buffer>, decoder: ChunkDecoder): AsyncGenerator<Buffer> {
  for await (const piece of raw) yield* decoder.decode(piece);
  decoder.finish();
}

/**
 * The bytes of a request. A client that waits for `100 Continue` gets it here, so a request refused earlier never
 * sends its body. A body slower than the limit is cut; the socket's own timeout ends one that stands still.
 */
export async function* rawChunks(request: IncomingMessage, response: ServerResponse, limits: Limits) {
  if (request.headers.expect?.toLowerCase() === '100-continue') response.writeContinue();
  const startedMs = Date.now();
  let receivedBytes = 0;
  // Leaving the loop early must not destroy the socket: the refusal is still to be written to it.
  for await (const piece of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    receivedBytes += piece.length;
    const seconds = (Date.now() - startedMs) / 1000;
    if (seconds > limits.slowBodyGraceSeconds && receivedBytes < seconds * limits.minBodyBytesPerSecond)
      throw new S3Error('RequestTimeout');
    yield piece;
  }
}
