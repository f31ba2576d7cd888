import type { BodyInput } from '@/lib/contracts/routes';
import type { ShareDto, ShareKind, ShareLabel, ShareOptions } from '@/lib/contracts/shares';
import { formatDateTime } from '@/lib/format/date';
import { formatSpan } from '@/lib/format/duration';

/** What is shared: some files, or a folder with all that comes into it. */
export type ShareTarget = { fileIds: readonly string[] } | { folderId: string };

/** The life of a link as it is chosen: as the policy says, so many seconds, a date, or for ever. */
export type LifeChoice = 'usual' | `${number}` | 'date' | 'never' | 'keep';

/** A link before it is made or changed, as its form holds it. */
export type ShareDraft = {
  kind: ShareKind;
  label: ShareLabel | null;
  life: LifeChoice;
  /** What a datetime-local field holds, in the reader's zone. */
  date: string;
  password: string;
  /** Editing: the password it has is taken away. */
  withoutPassword: boolean;
  /** Digits, or nothing: as often as anybody likes. */
  limit: string;
  viewOnly: boolean;
  slug: string;
  note: string;
};

export const emptyDraft: ShareDraft = {
  kind: 'share',
  label: null,
  life: 'usual',
  date: '',
  password: '',
  withoutPassword: false,
  limit: '',
  viewOnly: false,
  slug: '',
  note: '',
};

/** The form of a link that exists. */
export const draftOf = (share: ShareDto): ShareDraft => ({
  ...emptyDraft,
  kind: share.kind,
  label: share.label ?? null,
  life: 'keep',
  limit: share.maxDownloads === null ? '' : String(share.maxDownloads),
  viewOnly: !share.allowDownload,
  slug: share.slug,
  note: share.note ?? '',
});

type Life = { expiresIn?: number; expiresAt?: string | null };

function lifeOf({ life, date }: ShareDraft): Life {
  switch (life) {
    case 'usual':
    case 'keep':
      return {};
    case 'never':
      return { expiresAt: null };
    case 'date': {
      const at = new Date(date);
      return Number.isNaN(at.getTime()) ? {} : { expiresAt: at.toISOString() };
    }
    default:
      return { expiresIn: Number(life) };
  }
}

const limitOf = ({ limit }: ShareDraft): number | null => (limit.trim() === '' ? null : Number(limit));

/** What is wrong with a draft before it is sent, by field; the server decides all the rest. */
export function draftProblems(draft: ShareDraft): Partial<Record<'date' | 'password' | 'limit', string>> {
  const limit = limitOf(draft);
  return {
    ...(draft.life === 'date' && Number.isNaN(new Date(draft.date).getTime())
      ? { date: 'Choose a day and a time.' }
      : {}),
    ...(limit !== null && !(Number.isInteger(limit) && limit >= 1)
      ? { limit: 'Write a whole number, or nothing.' }
      : {}),
  };
}

/** The body of POST /api/shares for draft. */
export function toCreateBody(draft: ShareDraft, target: ShareTarget): BodyInput<'createShare'> {
  const what = 'folderId' in target ? { folderId: target.folderId } : { fileIds: [...target.fileIds] };
  const slug = draft.slug.trim() ? { slug: draft.slug } : {};
  if (draft.kind === 'public') return { kind: 'public', ...what, ...lifeOf(draft), ...slug };
  const maxDownloads = limitOf(draft);
  return {
    ...what,
    ...lifeOf(draft),
    ...slug,
    ...(draft.label ? { label: draft.label } : {}),
    ...(draft.password ? { password: draft.password } : {}),
    ...(maxDownloads === null ? {} : { maxDownloads }),
    ...(draft.viewOnly ? { allowDownload: false } : {}),
    ...(draft.note.trim() ? { note: draft.note } : {}),
  };
}

/** The body of PATCH /api/shares/{id}: only what draft changes of share. */
export function toUpdateBody(draft: ShareDraft, share: ShareDto): BodyInput<'updateShare'> {
  const before = draftOf(share);
  const changed = <Key extends keyof ShareDraft>(key: Key) => draft[key] !== before[key];
  return {
    ...lifeOf(draft),
    ...(changed('slug') && draft.slug.trim() ? { slug: draft.slug } : {}),
    ...(changed('label') ? { label: draft.label } : {}),
    ...(draft.withoutPassword ? { password: null } : draft.password ? { password: draft.password } : {}),
    ...(changed('limit') ? { maxDownloads: limitOf(draft) } : {}),
    ...(changed('viewOnly') ? { allowDownload: !draft.viewOnly } : {}),
    ...(changed('note') ? { note: draft.note.trim() || null } : {}),
  };
}

type Openness = {
  kind: ShareKind;
  password: boolean;
  allowDownload: boolean;
  limit: number | null;
  /** "for 7 days", "until 31 Jan 2026, 14:00", "until you revoke it" */
  howLong: string;
};

const times = (limit: number): string =>
  limit === 1 ? 'once' : `${limit.toLocaleString('en')} times in all`;

/** The answer to "who can open this?", in one line. */
function sayWho({ kind, password, allowDownload, limit, howLong }: Openness): string {
  if (kind === 'public') return `Anyone who has the address, on any site, ${howLong}.`;
  const who = password ? 'Anyone who has the link and the password' : 'Anyone who has the link';
  const may = allowDownload ? 'look and download' : 'look, but not download';
  return `${who} can ${may}${allowDownload && limit !== null ? ` ${times(limit)}` : ''}, ${howLong}.`;
}

/** The life that the policy gives where nobody chose; for one download it may be shorter. */
function usualLife(draft: ShareDraft, options: ShareOptions): string {
  const byLabel = draft.label ? options.secondsByLabel[draft.label] : Number.POSITIVE_INFINITY;
  const seconds = limitOf(draft) === 1 ? Math.min(byLabel, options.oneTimeSeconds) : byLabel;
  return Number.isFinite(seconds)
    ? `for ${formatSpan(seconds)}${draft.label ? '' : ' at most'}`
    : 'as long as is usual for its kind of file';
}

function howLong(draft: ShareDraft, options: ShareOptions | undefined, share?: ShareDto): string {
  switch (draft.life) {
    case 'keep':
      return share?.expiresAt ? `until ${formatDateTime(share.expiresAt)}` : 'until you revoke it';
    case 'never':
      return 'until you revoke it';
    case 'date': {
      const at = new Date(draft.date);
      return Number.isNaN(at.getTime())
        ? 'until a date you choose'
        : `until ${formatDateTime(at.toISOString())}`;
    }
    case 'usual':
      if (draft.kind === 'public') return 'until you revoke it';
      if (!options) return 'as long as is usual for its kind of file';
      return usualLife(draft, options);
    default:
      return `for ${formatSpan(Number(draft.life))}`;
  }
}

/** Who will be able to open the link that draft describes. */
export function whoWillOpen(draft: ShareDraft, options: ShareOptions | undefined, share?: ShareDto): string {
  return sayWho({
    kind: draft.kind,
    password:
      draft.password !== '' ||
      (Boolean(share?.passwordProtected) && !draft.withoutPassword) ||
      draft.label === 'confidential',
    allowDownload: !draft.viewOnly,
    limit: limitOf(draft),
    howLong: howLong(draft, options, share),
  });
}

/** Who can open a link that exists. */
export const whoCanOpen = (share: ShareDto): string =>
  sayWho({
    kind: share.kind,
    password: share.passwordProtected,
    allowDownload: share.allowDownload,
    limit: share.maxDownloads,
    howLong: share.expiresAt ? `until ${formatDateTime(share.expiresAt)}` : 'until you revoke it',
  });
