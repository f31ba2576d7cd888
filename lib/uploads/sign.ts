import 'server-only';
import type { UserActor } from '@/lib/access/actor';
import type { Checksums, Presign } from '@/lib/contracts/common';
import { conflict, invalidRequest, notFound } from '@/lib/contracts/errors';
import type { PresignUploadResult } from '@/lib/contracts/uploads';
import { extensionOf } from '@/lib/files/file-type';
import { toPresign } from '@/lib/files/presign-files';
import { db } from '@/lib/platform/db';
import { abortMultipart, createMultipart } from '@/lib/storage/multipart';
import { partLengthBytes } from '@/lib/storage/parts';
import { createPresigner, type Presigner } from '@/lib/storage/presign';
import { getPolicy } from '@/lib/users/policy';
import { type UploadCapabilities, uploadCapabilities } from './capabilities';
import { uploadUrlSeconds } from './life';
import type { UploadRow } from './to-upload-dto';

type Whole = { capabilities: UploadCapabilities; seconds: number };

/** A URL or form for the whole object of a row: its key, type and exact length (and given checksums) are signed. */
function presignWhole(presigner: Presigner, row: UploadRow, { capabilities, seconds }: Whole): Presign {
  const about = {
    objectKey: row.uploadKey,
    name: row.name,
    extension: extensionOf(row.name),
    mime: row.declaredMime,
    sizeBytes: row.sizeBytes,
  };
  const request = {
    key: row.uploadKey,
    sizeBytes: Number(row.sizeBytes),
    contentType: row.declaredMime,
    expiresInSeconds: seconds,
  };
  if (row.method === 'post') return toPresign(presigner.postForm(request), about);
  const signed = presigner.put({
    ...request,
    checksums: row.checksums as Checksums,
    createOnly: row.uploadKey === row.objectKey,
    lockAcl: !capabilities.unsignedAclRefused,
  });
  return toPresign(signed, about);
}

/** What a client needs to send the bytes of a row: one signed request, or the plan of its parts. */
export function toGrant(presigner: Presigner, row: UploadRow, { capabilities, seconds }: Whole) {
  const base = { outcome: 'upload', id: row.id, state: row.state } as const;
  if (row.method !== 'multipart')
    return { ...base, method: row.method, presign: presignWhole(presigner, row, { capabilities, seconds }) };
  const { partDigest } = capabilities;
  return {
    ...base,
    method: row.method,
    partSize: Number(row.partSizeBytes),
    partCount: row.partCount ?? 0,
    ...(partDigest ? { partDigest } : {}),
  };
}

/** Part sizes of a multipart row. */
export function planOf(row: UploadRow) {
  return {
    sizeBytes: Number(row.sizeBytes),
    partSizeBytes: Number(row.partSizeBytes),
    partCount: row.partCount ?? 0,
  };
}

/** actor's own upload. Throws not_found for unknown and foreign ids alike. */
export async function getOwnedUpload(actor: UserActor, id: string): Promise<UploadRow> {
  const row = await db().upload.findFirst({ where: { id, ownerId: actor.userId } });
  if (!row) throw notFound('No such upload');
  return row;
}

/** The row with its multipart upload open at the bucket. Two callers at once: one id wins, the other is given up. */
async function openMultipart(
  row: UploadRow,
  { partDigest }: UploadCapabilities,
): Promise<UploadRow & { multipartId: string }> {
  if (row.multipartId) return { ...row, multipartId: row.multipartId };
  const opened = await createMultipart({
    key: row.uploadKey,
    contentType: row.declaredMime,
    ...(partDigest === 'sha256' ? { checksum: partDigest } : {}),
  });
  const taken = await db().upload.updateMany({
    where: { id: row.id, multipartId: null, state: { in: ['pending', 'uploading'] } },
    data: { multipartId: opened.multipartId, state: 'uploading' },
  });
  if (taken.count === 1) return { ...row, multipartId: opened.multipartId, state: 'uploading' };
  await abortMultipart(opened);
  const now = await db().upload.findUnique({ where: { id: row.id } });
  if (!now?.multipartId) throw conflict('This upload has ended. Add the file again.');
  return { ...now, multipartId: now.multipartId };
}

type Request = { partNumbers?: number[] | undefined; checksums?: Record<string, Checksums> | undefined };

/**
 * Signs an unfinished upload again: the whole PUT, or URLs for the given parts, each bound to its exact length.
 * Throws not_found, conflict for an upload that has ended, invalid_request for parts outside the plan.
 */
export async function presignUpload(
  actor: UserActor,
  id: string,
  { partNumbers, checksums }: Request,
): Promise<PresignUploadResult> {
  const row = await getOwnedUpload(actor, id);
  if (row.state !== 'pending' && row.state !== 'uploading') {
    throw conflict(
      'This upload has ended, so it needs no further URL. Add the file again to upload it anew.',
    );
  }
  const [presigner, policy, capabilities] = await Promise.all([
    createPresigner(),
    getPolicy(),
    uploadCapabilities(),
  ]);
  const seconds = uploadUrlSeconds(actor, policy);
  if (row.method !== 'multipart') return { presign: presignWhole(presigner, row, { capabilities, seconds }) };
  const plan = planOf(row);
  const wanted = [...new Set(partNumbers ?? [])].sort((a, b) => a - b);
  if (wanted.length === 0)
    throw invalidRequest([{ path: 'partNumbers', message: 'Name the parts to sign.' }]);
  if (wanted.some((number) => number > plan.partCount)) {
    throw invalidRequest([{ path: 'partNumbers', message: `This upload has ${plan.partCount} parts.` }]);
  }
  const { multipartId, uploadKey: key } = await openMultipart(row, capabilities);
  const parts = wanted.map((partNumber) => {
    const size = partLengthBytes(plan, partNumber);
    const { md5, sha256 } = checksums?.[partNumber] ?? {};
    const { url, headers } = presigner.part({
      key,
      multipartId,
      partNumber,
      sizeBytes: size,
      md5,
      sha256,
      expiresInSeconds: seconds,
    });
    return { partNumber, url, headers, size };
  });
  return { parts, expiresIn: seconds };
}
