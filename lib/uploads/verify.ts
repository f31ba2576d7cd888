import 'server-only';
import type { Checksums } from '@/lib/contracts/common';
import type { Checksum } from '@/lib/contracts/files';
import type { Policy } from '@/lib/contracts/policy';
import type { RefusalReason } from '@/lib/contracts/uploads';
import { extensionOf, kindOf } from '@/lib/files/file-type';
import { isStorageError } from '@/lib/storage/errors';
import { readRange } from '@/lib/storage/get-object';
import type { UploadCapabilities } from './capabilities';
import { sniff, sniffBytes } from './sniff';
import type { UploadRow } from './to-upload-dto';

/** What the stored object turned out to be. */
export type Verdict =
  | { outcome: 'missing' }
  | { outcome: 'refused'; reason: RefusalReason }
  | { outcome: 'verified'; etag: string; mime: string; checksums: Checksum[]; contentMd5: string | null };

const md5Etag = /^[0-9a-f]{32}$/;
const toBase64 = (hex: string): string => Buffer.from(hex, 'hex').toString('base64');

type Context = { capabilities: UploadCapabilities; policy: Policy };

/**
 * Compares the stored object of row with what was promised: it is there, its size is exact, given checksums agree,
 * the first bytes are of the type the name says, the policy takes that type. One ranged GET tells size, ETag and bytes.
 */
export async function verify(row: UploadRow, { capabilities, policy }: Context): Promise<Verdict> {
  const stored = await findStored(row.uploadKey);
  if (!stored) return { outcome: 'missing' };
  if (stored.sizeBytes !== Number(row.sizeBytes)) return { outcome: 'refused', reason: 'size_mismatch' };
  const declared = row.checksums as Checksums;
  const md5 = capabilities.etagIsMd5 && md5Etag.test(stored.etag) ? toBase64(stored.etag) : null;
  if (md5 && declared.md5 && md5 !== declared.md5) return { outcome: 'refused', reason: 'checksum_mismatch' };
  const sniffed = await sniff({ firstBytes: stored.bytes, name: row.name, declared: row.declaredMime });
  if (!sniffed.matches) return { outcome: 'refused', reason: 'type_mismatch' };
  if (!policy.allowedKinds.includes(kindOf(sniffed.mime)))
    return { outcome: 'refused', reason: 'type_refused' };
  if (policy.refusedExtensions.includes(extensionOf(row.name)))
    return { outcome: 'refused', reason: 'type_refused' };
  return {
    outcome: 'verified',
    etag: stored.etag,
    mime: sniffed.mime,
    contentMd5: md5,
    checksums: checksumsOf({ declared, md5, etag: stored.etag }),
  };
}

async function findStored(key: string) {
  try {
    return await readRange(key, 0, sniffBytes - 1);
  } catch (error) {
    if (isStorageError(error, 'not_found')) return null;
    throw error;
  }
}

/** Which checksums the file may claim, and who proved each: the bucket where its ETag says so, else the client did. */
function checksumsOf({
  declared,
  md5,
  etag,
}: {
  declared: Checksums;
  md5: string | null;
  etag: string;
}): Checksum[] {
  const checksums: Checksum[] = [];
  if (md5) checksums.push({ kind: 'md5', value: md5, provenBy: 'bucket' });
  else if (declared.md5) checksums.push({ kind: 'md5', value: declared.md5, provenBy: 'client' });
  if (declared.sha256) checksums.push({ kind: 'sha256', value: declared.sha256, provenBy: 'client' });
  if (declared.crc32c) checksums.push({ kind: 'crc32c', value: declared.crc32c, provenBy: 'client' });
  if (/^[0-9a-f]{32}-\d+$/.test(etag))
    checksums.push({ kind: 'etag-md5-multipart', value: etag, provenBy: 'bucket' });
  return checksums;
}
