import type { UserActor } from '@/lib/access/actor';
import { isPermitted } from '@/lib/access/can';
import { AppError } from '@/lib/contracts/errors';
import type { FileKind } from '@/lib/contracts/files';
import type { Policy } from '@/lib/contracts/policy';
import { formatBytes } from '@/lib/format/bytes';

type Candidate = { kind: FileKind; extension: string; sizeBytes: number };

const kindNames: Record<FileKind, string> = {
  image: 'Images',
  video: 'Videos',
  audio: 'Audio files',
  document: 'Documents',
  data: 'Data files',
  archive: 'Archives',
  other: 'Files of this kind',
};

/** Why the policy keeps this file out, as an error for its uploader; null when it is welcome. */
export function refusal(actor: UserActor, policy: Policy, file: Candidate): AppError | null {
  if (!isPermitted(actor, policy, 'mayUpload')) {
    return new AppError('forbidden', { detail: 'Uploading is switched off for your account. Ask an admin.' });
  }
  if (!policy.allowedKinds.includes(file.kind)) {
    return new AppError('type_refused', { detail: `${kindNames[file.kind]} are not accepted here.` });
  }
  if (policy.refusedExtensions.includes(file.extension)) {
    return new AppError('type_refused', {
      detail: `Files ending in .${file.extension} are not accepted here.`,
    });
  }
  const limit = Math.min(
    policy.maxBytesByKind[file.kind],
    actor.token?.maxFileBytes ?? Number.POSITIVE_INFINITY,
  );
  if (file.sizeBytes > limit) {
    return new AppError('too_large', {
      detail: `This file is ${formatBytes(file.sizeBytes)}; ${kindNames[file.kind].toLowerCase()} can be ${formatBytes(limit)} at most.`,
    });
  }
  return null;
}
