import type { ServerResponse } from 'node:http';
import { readBuffer } from '../store/durable';
import type { FilePiece, OpenObject } from '../store/reader';
import type { ByteRange } from './range';

const readBytes = 256 * 1024;

/**
 * Writes bytes of an object as the answer's body. Two buffers take turns, one being filled while the other leaves,
 * so memory does not grow with the object, nor with the slowness of the reader.
 */
export async function sendContent(
  response: ServerResponse,
  opened: OpenObject,
  { start, end }: ByteRange,
): Promise<void> {
  const total = end - start + 1;
  const buffers = [Buffer.allocUnsafe(Math.min(readBytes, total)), Buffer.alloc(0)] as [Buffer, Buffer];
  let leaving: Promise<void> = Promise.resolve();
  let sent = 0;
  for await (const piece of opened.pieces(start, end)) {
    for (let at = 0; at < piece.length; ) {
      if (buffers[0].length === 0) buffers[0] = Buffer.allocUnsafe(readBytes);
      const filled = await fill(piece, at, buffers[0]);
      await leaving;
      if (response.destroyed) return;
      at += filled.length;
      sent += filled.length;
      if (sent === total) {
        response.end(filled);
        return;
      }
      leaving = write(response, filled);
      buffers.reverse();
    }
  }
  await leaving;
  response.end();
}

async function fill({ fd, position, length }: FilePiece, at: number, buffer: Buffer): Promise<Buffer> {
  const wanted = Math.min(buffer.length, length - at);
  const { bytesRead } = await readBuffer(fd, buffer, 0, wanted, position + at);
  if (bytesRead === 0) throw new Error('an object file is shorter than its record says');
  return buffer.subarray(0, bytesRead);
}

/** Resolves when the kernel took the bytes, or when the reader is gone. */
function write(response: ServerResponse, bytes: Buffer): Promise<void> {
  return new Promise((resolve) => {
    response.once('close', resolve);
    response.write(bytes, () => {
      response.off('close', resolve);
      resolve();
    });
  });
}
