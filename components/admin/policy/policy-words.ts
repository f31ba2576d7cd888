import type { FileKind } from '@/lib/contracts/files';
import type { Policy } from '@/lib/contracts/policy';
import { formatBytes } from '@/lib/format/bytes';
import { formatSpan } from '@/lib/format/duration';

export const kindNames: Record<FileKind, string> = {
  image: 'Images',
  video: 'Video',
  audio: 'Audio',
  document: 'Documents',
  data: 'Data',
  archive: 'Archives',
  other: 'Other',
};

/** What each field is called where a change is told. */
export const fieldNames: Record<keyof Policy, string> = {
  registration: 'Registration',
  mayUpload: 'Who may upload',
  mayShare: 'Who may share',
  mayPublish: 'Who may make public links',
  mayCreateTokens: 'Who may make API tokens',
  allowedKinds: 'Kinds accepted',
  refusedExtensions: 'Extensions refused',
  maxBytesByKind: 'Largest file',
  defaultQuotaBytes: 'Quota of new people',
  uploadUrlSeconds: 'Life of upload URLs',
  downloadUrlSeconds: 'Life of download URLs',
  linkSecondsByKind: 'Life of batch links',
  shareSecondsByLabel: 'Life of shares by label',
  shareSecondsByKind: 'Life of shares by kind',
  oneTimeShareSeconds: 'Life of links for one download',
  sharesMayNeverExpire: 'Shares without an end',
  urlsPerMinute: 'Signed URLs a minute',
  authTriesPerMinute: 'Sign-in tries a minute',
  requestsPerMinute: 'Requests a minute',
  trashDays: 'Days in the trash',
  versionsKept: 'Versions kept',
  auditMonths: 'Months of the audit log',
};

/** A value of the policy for people. */
export function valueText(name: string, value: unknown): string {
  if (value === null) return name === 'auditMonths' ? 'for ever' : 'unlimited';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (Array.isArray(value)) return value.length > 0 ? value.join(', ') : 'none';
  if (typeof value === 'object')
    return Object.entries(value)
      .map(([key, inner]) => `${key} ${valueText(name, inner)}`)
      .join(', ');
  if (typeof value !== 'number') return String(value);
  if (/bytes/i.test(name)) return formatBytes(value);
  return /seconds/i.test(name) ? formatSpan(value) : value.toLocaleString('en');
}

/** Names of fields in which two policies differ. */
export const changedFields = (before: Policy, after: Policy): (keyof Policy)[] =>
  (Object.keys(after) as (keyof Policy)[]).filter(
    (name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]),
  );

/** Extensions as typed: any separators, dots and capitals; each once, in order of the alphabet. */
export const readExtensions = (text: string): string[] =>
  [
    ...new Set(
      text
        .toLowerCase()
        .split(/[\s,;]+/)
        .map((word) => word.replace(/^\*?\.+/, '')),
    ),
  ]
    .filter((word) => word !== '')
    .sort();
