import { fstat } from 'node:fs';
import { promisify } from 'node:util';
import { crc32 } from 'node:zlib';
import { closeFile, openFile, readBuffer } from './durable';

/**
 * The end of every object and part file: the record as JSON, its length, its CRC-32, and a mark.
 * A file thus carries all that the index knows of it, and the index can be made again from the files.
 */
const mark = Buffer.from('SLUICE01');
const tailBytes = 8 + mark.length;
/** Most records fit into one read of this size from the end. */
const guessBytes = 2048;
const statFile = promisify(fstat);

export function encodeFooter(record: object): Buffer {
  const json = Buffer.from(JSON.stringify(record));
  const tail = Buffer.alloc(8);
  tail.writeUInt32LE(json.length, 0);
  tail.writeUInt32LE(crc32(json), 4);
  return Buffer.concat([json, tail, mark]);
}

/** The record at the end of a file. Throws when the file was not written by us or is damaged. */
export async function readFooter<T extends { kind: string }>(path: string, kind: T['kind']): Promise<T> {
  const fd = await openFile(path, 'r');
  try {
    const { size } = await statFile(fd);
    let end = await readEnd(fd, size, guessBytes);
    const length = recordLength(end, size);
    if (length + tailBytes > end.length) end = await readEnd(fd, size, length + tailBytes);
    const json = end.subarray(-tailBytes - length, -tailBytes);
    if (crc32(json) !== end.readUInt32LE(end.length - tailBytes + 4))
      throw new Error('its record is damaged');
    const record = JSON.parse(json.toString()) as T;
    if (record.kind !== kind) throw new Error(`its record is not of kind ${kind}`);
    return record;
  } finally {
    await closeFile(fd);
  }
}

async function readEnd(fd: number, size: number, wanted: number): Promise<Buffer> {
  const buffer = Buffer.alloc(Math.min(size, wanted));
  const { bytesRead } = await readBuffer(fd, buffer, 0, buffer.length, size - buffer.length);
  return buffer.subarray(0, bytesRead);
}

function recordLength(end: Buffer, size: number): number {
  if (end.length < tailBytes || !end.subarray(-mark.length).equals(mark))
    throw new Error('it ends without a record');
  const length = end.readUInt32LE(end.length - tailBytes);
  if (length + tailBytes > size) throw new Error('its record is longer than the file');
  return length;
}
