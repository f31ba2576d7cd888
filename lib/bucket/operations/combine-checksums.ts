import { Digests } from '../body/digests';
import type { Checksums, ChecksumType, PartRecord, UploadRecord } from '../store/records';
import { combineCrc } from './combine-crc';

interface ObjectChecksums {
  checksums: Checksums;
  checksumType?: ChecksumType;
}

/**
 * The checksum of an object from those of its parts: a checksum of the checksums with the number of parts (COMPOSITE),
 * or for the CRCs that of the whole content (FULL_OBJECT). None unless the upload asked for one and every part has it.
 */
export async function combineChecksums(upload: UploadRecord, parts: PartRecord[]): Promise<ObjectChecksums> {
  const algorithm = upload.checksumAlgorithm;
  if (!algorithm) return { checksums: {} };
  const pieces = parts.flatMap(({ checksums, sizeBytes }) => {
    const value = checksums[algorithm];
    return value === undefined ? [] : [{ digest: Buffer.from(value, 'base64'), sizeBytes }];
  });
  if (pieces.length !== parts.length) return { checksums: {} };
  if (upload.checksumType === 'FULL_OBJECT' && algorithm !== 'sha1' && algorithm !== 'sha256') {
    const whole = combineCrc(algorithm, pieces).toString('base64');
    return { checksums: { [algorithm]: whole }, checksumType: 'FULL_OBJECT' };
  }
  const digests = await Digests.create([algorithm]);
  for (const { digest } of pieces) digests.update(digest);
  const composite = digests.finish().get(algorithm)?.toString('base64');
  return { checksums: { [algorithm]: `${composite}-${parts.length}` }, checksumType: 'COMPOSITE' };
}
