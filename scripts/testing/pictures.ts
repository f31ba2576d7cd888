import { crc32, deflateSync } from 'node:zlib';
import sharp from 'sharp';

/** A red and a blue half side by side, 64 × 48; turned by 90° anticlockwise in the file, so blue is above when it is looked at. */
export const turnedHeic = Buffer.from(
  [
    'AAAAGGZ0eXBoZWljAAAAAG1pZjFoZWljAAABP21ldGEAAAAAAAAAIWhkbHIAAAAAAAAAAHBpY3QAAAAAAAAAAAAAAAAAAAAADnBp',
    'dG0AAAAAAAEAAAAeaWxvYwAAAABEAAABAAEAAAABAAABXwAAACAAAAAjaWluZgAAAAAAAQAAABVpbmZlAgAAAAABAABodmMxAAAA',
    'AMNpcHJwAAAApGlwY28AAABvaHZjQwEECAAAAJ+oAAAAAB7wAPz9+PgAAA8DoAABABdAAQwB//8ECAAAAwCfqAAAAwAAHroCQKEA',
    'AQAkQgEBBAgAAAMAn6gAAAMAAB6gIIMWW6uTK4BAAAADAEAAAAZCogABAAZEAcFxgRIAAAAUaXNwZQAAAAAAAABAAAAAMAAAABBw',
    'aXhpAAAAAAMICAgAAAAJaXJvdAEAAAAXaXBtYQAAAAAAAAABAAEEgQIDhAAAAChtZGF0AAAAHCgBr1jn1H/rrX/FMC3tEM/6b/nQ',
    '3b7V+KvYQgY=',
  ].join(''),
  'base64',
);

/** The picture as cameras store it: lying, with the EXIF word that it is to be turned. 200 × 100 when looked at. */
export const turnedJpeg = (): Promise<Buffer> =>
  sharp({ create: { width: 100, height: 200, channels: 3, background: '#2a9d8f' } })
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer();

/** A valid beginning of a PNG that says it is width × height: a bomb would go on for gigabytes, this one ends. */
export function pngOf(width: number, height: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const rows = deflateSync(Buffer.alloc(1024));
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', rows),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}
