import { connect } from 'node:net';
import type { Endpoint } from '../conformance/client';

/** Sends bytes as they are and resolves with all that came back once the server closed, or `waitMs` passed in silence. */
export function exchange({ url }: Endpoint, bytes: Buffer | string, waitMs = 1000): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(Number(url.port), url.hostname);
    let seen = '';
    socket.setTimeout(waitMs, () => socket.destroy());
    socket.on('data', (piece: Buffer) => {
      seen += piece.toString('latin1');
    });
    socket.on('error', () => socket.destroy()); // a reset is an answer too
    socket.on('close', () => resolve(seen));
    socket.write(bytes);
  });
}

/** The status codes of the answers in a raw exchange. */
export function statuses(seen: string): number[] {
  return [...seen.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map((match) => Number(match[1]));
}
