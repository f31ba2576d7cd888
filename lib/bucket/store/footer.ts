import { open } from 'node:fs/promises';
import { crc32 } from 'node:zlib';

/**
 * The end of every object and part file: the record as JSON, its length, its CRC-32, and a mark.
 * A file thus carries all that the index knows of it, and the index can be made again from the files.
 */
const mark = Buffer.from('SLUICE01');
const tailBytes = 8 + mark.length;

export function encodeFooter(record: object): Buffer {
  const json = Buffer.from(JSON.stringify(record));
  const tail = Buffer.alloc(8);
  tail.writeUInt32LE(json.length, 0);
  tail.writeUInt32LE(crc32(json), 4);
  return Buffer.concat([json, tail, mark]);
}

/** The record at the end of a file. Throws when the file was not written by us or is damaged. */
export async function readFooter<T extends { kind: string }>(path: string, kind: T['kind']): Promise<T> {
  const handle = await open(path, 'r');
  try {
    const { size } = await handle.stat();
    const tail = Buffer.alloc(tailBytes);
    if (size < tailBytes) throw new Error('too short to hold a record');
    await handle.read(tail, 0, tailBytes, size - tailBytes);
    const length = tail.readUInt32LE(0);
    if (!tail.subarray(8).equals(mark) || length > size - tailBytes) throw new Error('no record at its end');
    const json = Buffer.alloc(length);
    await handle.read(json, 0, length, size - tailBytes - length);
    if (crc32(json) !== tail.readUInt32LE(4)) throw new Error('its record is damaged');
    const record = JSON.parse(json.toString()) as T;
    if (record.kind !== kind) throw new Error(`its record is not of kind ${kind}`);
    return record;
  } finally {
    await handle.close();
  }
}
