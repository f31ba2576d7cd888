import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';

const pieceBytes = 2 ** 20;

/** Writes sizeBytes of noise (whole MiB) to path, as a person's large file on disk; answers its SHA-256 in hex. */
export async function writeNoise(path: string, sizeBytes: number): Promise<string> {
  const hash = createHash('sha256');
  const file = createWriteStream(path);
  for (let written = 0; written < sizeBytes; written += pieceBytes) {
    const piece = randomBytes(Math.min(pieceBytes, sizeBytes - written));
    hash.update(piece);
    if (!file.write(piece)) await once(file, 'drain');
  }
  file.end();
  await finished(file);
  return hash.digest('hex');
}

/** Downloads url outside the browser, never holding it whole; answers its length in bytes and SHA-256 in hex. */
export async function fetchDigest(url: string): Promise<{ bytes: number; sha256: string }> {
  const response = await fetch(url);
  if (!response.ok || !response.body) throw new Error(`${response.status} instead of the file`);
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const piece of response.body) {
    hash.update(piece);
    bytes += piece.length;
  }
  return { bytes, sha256: hash.digest('hex') };
}
