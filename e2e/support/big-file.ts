import { createHash, randomBytes } from 'node:crypto';
import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const blockBytes = 2 ** 20;
/** What the server plans for files below 80 GB. */
export const partBytes = 8 * 2 ** 20;

export type BigFile = {
  path: string;
  name: string;
  sizeBytes: number;
  /** The ETag that S3 gives an upload in parts: MD5 over the parts' MD5s, and their number. */
  etag: string;
  remove: () => void;
};

/** A file on disk of sizeBytes (whole MiB), each of whose MiB is another one. */
export function makeBigFile(name: string, sizeBytes: number): BigFile {
  const dir = mkdtempSync(path.join(process.env.SLUICE_TEST_DIR ?? os.tmpdir(), 'sluice-file-'));
  const file = path.join(dir, name);
  const block = randomBytes(blockBytes);
  const handle = openSync(file, 'w');
  for (let index = 0; index < sizeBytes / blockBytes; index += 1) {
    block.writeUInt32BE(index);
    writeSync(handle, block);
  }
  closeSync(handle);
  return {
    path: file,
    name,
    sizeBytes,
    etag: multipartEtag(file, sizeBytes),
    remove: () => rmSync(dir, { recursive: true, force: true }),
  };
}

/** The same on AWS, Ceph and the embedded bucket. Source: S3 "Checking object integrity". */
function multipartEtag(file: string, sizeBytes: number): string {
  const handle = openSync(file, 'r');
  const part = Buffer.alloc(partBytes);
  const whole = createHash('md5');
  const count = Math.ceil(sizeBytes / partBytes);
  for (let index = 0; index < count; index += 1) {
    const bytes = readSync(handle, part, 0, partBytes, index * partBytes);
    whole.update(createHash('md5').update(part.subarray(0, bytes)).digest());
  }
  closeSync(handle);
  return `${whole.digest('hex')}-${count}`;
}
