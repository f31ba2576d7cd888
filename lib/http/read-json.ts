import 'server-only';
import { AppError, invalidRequest } from '@/lib/contracts/errors';

export const maxBodyBytes = 2 ** 20;

/**
 * The body of request as text, at most maxBytes of it (counted while reading: route handlers have no limit of their
 * own). An empty body is undefined. Throws invalid_request (not UTF-8), too_large.
 */
export async function readText(request: Request, maxBytes = maxBodyBytes): Promise<string | undefined> {
  const tooLarge = () =>
    new AppError('too_large', {
      detail: `The request body is larger than ${maxBytes} bytes. Send fewer items at a time.`,
    });
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) throw tooLarge();
  if (!request.body) return undefined;
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of request.body as unknown as AsyncIterable<Uint8Array>) {
    bytes += piece.length;
    if (bytes > maxBytes) throw tooLarge();
    pieces.push(piece);
  }
  if (bytes === 0) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(pieces));
  } catch {
    throw invalidRequest([{ path: '', message: 'The body is not valid UTF-8.' }]);
  }
}

/** The JSON body of request; see readText. Throws invalid_request, too_large. */
export async function readJson(request: Request, maxBytes = maxBodyBytes): Promise<unknown> {
  const text = await readText(request, maxBytes);
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw invalidRequest([{ path: '', message: 'The body is not valid JSON.' }]);
  }
}
