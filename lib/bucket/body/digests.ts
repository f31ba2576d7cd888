import { createHash, type Hash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { createCRC32, createCRC64 } from 'hash-wasm';
import type { ChecksumAlgorithm } from '../store/records';

export type DigestName = 'md5' | ChecksumAlgorithm;

interface Digest {
  update(piece: Buffer): void;
  digest(): Buffer;
}

/** Several digests of one body, taken while it streams. */
export class Digests {
  private constructor(private readonly digests: Map<DigestName, Digest>) {}

  static async create(names: Iterable<DigestName>): Promise<Digests> {
    const digests = new Map<DigestName, Digest>();
    for (const name of new Set(names)) digests.set(name, await newDigest(name));
    return new Digests(digests);
  }

  update(piece: Buffer): void {
    for (const digest of this.digests.values()) digest.update(piece);
  }

  /** The finished digests. Call once. */
  finish(): Map<DigestName, Buffer> {
    return new Map([...this.digests].map(([name, digest]) => [name, digest.digest()]));
  }
}

async function newDigest(name: DigestName): Promise<Digest> {
  switch (name) {
    case 'md5':
    case 'sha1':
    case 'sha256':
      return nodeDigest(createHash(name));
    case 'crc32':
      return crc32Digest();
    case 'crc32c':
      return wasmDigest(await createCRC32(0x82f63b78)); // Castagnoli, reversed
    case 'crc64nvme':
      return wasmDigest(await createCRC64('9a6c9329ac4bc9b5')); // NVMe's polynomial, reversed
    default:
      return name satisfies never;
  }
}

function nodeDigest(hash: Hash): Digest {
  return { update: (piece) => void hash.update(piece), digest: () => hash.digest() };
}

function crc32Digest(): Digest {
  let value = 0;
  return {
    update(piece) {
      value = crc32(piece, value);
    },
    digest() {
      const bytes = Buffer.alloc(4);
      bytes.writeUInt32BE(value);
      return bytes;
    },
  };
}

function wasmDigest(hasher: Awaited<ReturnType<typeof createCRC32>>): Digest {
  hasher.init();
  return {
    update: (piece) => void hasher.update(piece),
    digest: () => Buffer.from(hasher.digest('binary')),
  };
}
