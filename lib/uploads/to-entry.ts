import 'server-only';
import type { UserActor } from '@/lib/access/actor';
import { AppError, invalidRequest } from '@/lib/contracts/errors';
import { fieldErrors } from '@/lib/contracts/field-errors';
import type { Policy } from '@/lib/contracts/policy';
import { NewUpload } from '@/lib/contracts/uploads';
import { declaredType, extensionOf, kindOf } from '@/lib/files/file-type';
import { splitFolderPath } from '@/lib/files/folder-paths';
import { refusal } from './admit';

/** A file somebody wants to upload, its type as far as the name tells, and the dropped folders above it. */
export type Wanted = { file: NewUpload; mime: string; folders: string[] };
export type Entry = { clientId?: string; wanted: Wanted } | { clientId?: string; error: AppError };

const clientIdOf = (value: unknown): string | undefined => {
  const id = (value as { clientId?: unknown } | null)?.clientId;
  return typeof id === 'string' && id.length <= 64 ? id : undefined;
};

/** One file of a request, or why it cannot be taken: malformed, or refused by the policy. Pure. */
export function toEntry(actor: UserActor, policy: Policy, value: unknown, index: number): Entry {
  const clientId = clientIdOf(value);
  const named = clientId === undefined ? {} : { clientId };
  const parsed = NewUpload.safeParse(value);
  if (!parsed.success)
    return { ...named, error: invalidRequest(fieldErrors(parsed.error, `files.${index}`)) };
  const file = parsed.data;
  const mime = declaredType(file.name, file.type);
  const error = refusal(actor, policy, {
    kind: kindOf(mime),
    extension: extensionOf(file.name),
    sizeBytes: file.size,
  });
  if (error) return { ...named, error };
  try {
    return { ...named, wanted: { file, mime, folders: splitFolderPath(file.path ?? '') } };
  } catch (thrown) {
    if (thrown instanceof AppError) return { ...named, error: thrown };
    throw thrown;
  }
}
