import 'server-only';
import { v7 as uuidv7 } from 'uuid';
import type { UserActor } from '@/lib/access/actor';
import { AppError } from '@/lib/contracts/errors';
import type { NewUpload } from '@/lib/contracts/uploads';
import { fileKey, stagingKey } from '@/lib/storage/keys';
import { PartPlanError, planParts } from '@/lib/storage/parts';
import type { UploadCapabilities } from './capabilities';
import { nextLookSeconds, uploadLifeSeconds } from './life';
import type { UploadRow } from './to-upload-dto';

/** Above this, parts: a lost connection then costs one part, and parts travel side by side. */
const multipartFromBytes = 16 * 2 ** 20;

const after = (from: Date, seconds: number): Date => new Date(from.getTime() + seconds * 1000);

type Plan = {
  actor: UserActor;
  file: NewUpload;
  mime: string;
  folderId: string | null;
  replacesFileId: string | null;
  capabilities: UploadCapabilities;
  urlSeconds: number;
};

/** The whole row of an admitted file: how it goes up, under which keys, how long it may take. An error for a size no plan fits. */
export function planRow({
  actor,
  file,
  mime,
  folderId,
  replacesFileId,
  capabilities,
  urlSeconds,
}: Plan): UploadRow | AppError {
  const now = new Date();
  const id = uuidv7();
  const objectKey = fileKey(uuidv7());
  const multipart = file.size > multipartFromBytes;
  const parts = multipart ? planOrError(file.size) : null;
  if (parts instanceof AppError) return parts;
  // A form saves the browser its preflight. It carries no digest, so one is given up only where the ETag proves it.
  const provable = !file.checksums || (capabilities.etagIsMd5 && file.checksums.md5 !== undefined);
  const asForm = !multipart && capabilities.postForm && provable;
  // A create-only URL may name the final key; every other kind writes to staging and is copied once verified.
  const direct = multipart || (!asForm && capabilities.createOnlyPut);
  return {
    id,
    ownerId: actor.userId,
    folderId,
    name: file.name,
    declaredMime: mime,
    sizeBytes: BigInt(file.size),
    state: 'pending',
    reason: null,
    method: multipart ? 'multipart' : asForm ? 'post' : 'put',
    uploadKey: direct ? objectKey : stagingKey(id),
    objectKey,
    multipartId: null,
    partSizeBytes: parts ? BigInt(parts.partSizeBytes) : null,
    partCount: parts?.partCount ?? null,
    checksums: file.checksums ?? {},
    replacesFileId,
    keepBoth: replacesFileId === null,
    fileId: null,
    lastModified: file.lastModified === undefined ? null : new Date(file.lastModified),
    address: actor.origin.address,
    userAgent: actor.origin.userAgent,
    attempts: 0,
    leaseUntil: null,
    createdAt: now,
    updatedAt: now,
    expiresAt: after(now, uploadLifeSeconds({ sizeBytes: file.size, urlSeconds, multipart })),
    checkAt: after(now, nextLookSeconds(0)),
    checks: 0,
  };
}

function planOrError(sizeBytes: number): ReturnType<typeof planParts> | AppError {
  try {
    return planParts(sizeBytes);
  } catch (error) {
    if (error instanceof PartPlanError)
      return new AppError('too_large', { detail: 'This file is larger than the storage can hold.' });
    throw error;
  }
}
