import type { IncomingHttpHeaders } from 'node:http';
import { S3Error } from '../errors';
import { type ChecksumAlgorithm, type Checksums, checksumAlgorithms } from '../store/records';
import type { Store } from '../store/store';
import type { TempFile } from '../store/temp-file';
import { type DigestName, Digests } from './digests';
import type { RequestBody } from './open-body';

/** What the client says the body must digest to. */
export interface Expectations {
  md5?: Buffer;
  payloadSha256?: string;
  /** Checksums given in headers, or named here and given in the trailer. */
  checksums: Map<ChecksumAlgorithm, string | null>;
}

/** A body that came whole and digested to what was promised; not yet sealed, so not yet durable. */
export interface ReceivedBody {
  file: TempFile;
  sizeBytes: number;
  md5Hex: string;
  checksums: Checksums;
}

/** Reads the expectations from Content-MD5, x-amz-content-sha256 and x-amz-checksum-*. Throws InvalidDigest, InvalidRequest. */
export function readExpectations(
  headers: IncomingHttpHeaders,
  payloadHash: string,
  announcedTrailer?: string,
): Expectations {
  const checksums = new Map<ChecksumAlgorithm, string | null>();
  for (const algorithm of checksumAlgorithms) {
    const name = `x-amz-checksum-${algorithm}`;
    const value = headers[name]?.toString();
    if (value !== undefined) checksums.set(algorithm, checkForm(name, value, checksumBytes[algorithm]));
    else if (announcedTrailer === name) checksums.set(algorithm, null);
  }
  if (checksums.size > 1) throw new S3Error('InvalidRequest', 'Expecting a single x-amz-checksum- header.');
  if (announcedTrailer !== undefined && !checksums.size)
    throw new S3Error('InvalidRequest', 'The value of x-amz-trailer is not supported.');
  return {
    checksums,
    md5: readMd5(headers['content-md5']),
    payloadSha256: /^[0-9a-f]{64}$/.test(payloadHash) ? payloadHash : undefined,
  };
}

const checksumBytes: Record<ChecksumAlgorithm, number> = {
  sha256: 32,
  sha1: 20,
  crc32: 4,
  crc32c: 4,
  crc64nvme: 8,
};

function checkForm(name: string, value: string, length: number): string {
  if (decodeDigest(value, length)) return value;
  throw new S3Error('InvalidRequest', `Value for ${name} header is invalid.`);
}

function readMd5(value: string | string[] | undefined): Buffer | undefined {
  if (value === undefined) return undefined;
  const md5 = decodeDigest(String(value), 16);
  if (!md5) throw new S3Error('InvalidDigest');
  return md5;
}

/** The bytes of a base64 digest, or null when it is not one of that length. */
function decodeDigest(text: string, length: number): Buffer | null {
  const bytes = Buffer.from(text, 'base64');
  return bytes.length === length && bytes.toString('base64') === text ? bytes : null;
}

interface Receive {
  body: RequestBody;
  expected: Expectations;
  maxBytes: number;
  /** Checksums to take besides those expected. */
  alsoTake?: ChecksumAlgorithm[];
}

/** Streams a body into a temporary file while digesting it. On any failure nothing remains of it. */
export async function receiveBody(
  store: Store,
  { body, expected, maxBytes, alsoTake = [] }: Receive,
): Promise<ReceivedBody> {
  if (body.lengthBytes > maxBytes)
    throw new S3Error('EntityTooLarge', undefined, {
      ProposedSize: String(body.lengthBytes),
      MaxSizeAllowed: String(maxBytes),
    });
  const reservation = await store.space.admit(body.lengthBytes);
  const file = store.newTempFile();
  try {
    const names: DigestName[] = ['md5', ...expected.checksums.keys(), ...alsoTake];
    if (expected.payloadSha256) names.push('sha256');
    const digests = await Digests.create(names);
    let sizeBytes = 0;
    for await (const piece of body.chunks) {
      sizeBytes += piece.length;
      if (sizeBytes > body.lengthBytes) throw new S3Error('IncompleteBody');
      digests.update(piece);
      const written = file.append(piece);
      if (written) await written;
      reservation.spend(piece.length);
    }
    if (!body.isUpperBound && sizeBytes !== body.lengthBytes) throw new S3Error('IncompleteBody');
    const found = digests.finish();
    checkExpectations(expected, found, body);
    return {
      file,
      sizeBytes,
      md5Hex: toHex(found, 'md5'),
      checksums: toChecksums(found, expected, alsoTake),
    };
  } catch (error) {
    await file.discard();
    throw error;
  } finally {
    reservation.release();
  }
}

type Found = Map<DigestName, Buffer>;

/** Throws BadDigest or XAmzContentSHA256Mismatch. */
export function checkExpectations(
  expected: Expectations,
  found: Found,
  body?: Pick<RequestBody, 'trailer'>,
): void {
  if (expected.payloadSha256 && toHex(found, 'sha256') !== expected.payloadSha256)
    throw new S3Error('XAmzContentSHA256Mismatch');
  if (expected.md5 && !found.get('md5')?.equals(expected.md5)) throw new S3Error('BadDigest');
  for (const [algorithm, value] of expected.checksums) {
    const given = value ?? body?.trailer(`x-amz-checksum-${algorithm}`);
    if (given === undefined) throw new S3Error('IncompleteBody', 'The announced trailer did not come.');
    if (found.get(algorithm)?.toString('base64') !== given)
      throw new S3Error(
        'BadDigest',
        `The ${algorithm.toUpperCase()} you specified did not match what we received.`,
      );
  }
}

function toHex(found: Found, name: DigestName): string {
  return found.get(name)?.toString('hex') ?? '';
}

function toChecksums(found: Found, expected: Expectations, alsoTake: ChecksumAlgorithm[]): Checksums {
  const kept = [...expected.checksums.keys(), ...alsoTake];
  return Object.fromEntries(kept.map((name) => [name, found.get(name)?.toString('base64') ?? '']));
}
