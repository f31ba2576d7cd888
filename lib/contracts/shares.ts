import { z } from 'zod';
import { ByteCount, Id, PageQuery, pageOf, Seconds, Timestamp } from './common';
import { FileIds, FileKind, fileKinds } from './files';

const shareLabels = ['public', 'internal', 'confidential'] as const;
export const ShareLabel = z.enum(shareLabels);
export type ShareLabel = z.infer<typeof ShareLabel>;
export const ShareKind = z
  .enum(['share', 'public'])
  .meta({ description: 'share: a page for visitors; public: a stable address of one file, for embedding' });
export type ShareKind = z.infer<typeof ShareKind>;
export const ShareState = z.enum(['active', 'expired', 'used_up', 'revoked']);
export type ShareState = z.infer<typeof ShareState>;

/** How many files a share of a list names; GET /api/shares/{id} names all. */
export const filesNamedInLists = 5;
const noteLength = 1000;

const SharedFile = z.strictObject({
  id: Id,
  name: z.string(),
  kind: FileKind,
  size: ByteCount,
  trashed: z.boolean(),
});

export const ShareDto = z
  .strictObject({
    id: Id,
    slug: z.string(),
    url: z.string().meta({ example: 'https://files.example.com/s/3Yt0hVtRk3mB8qzZx2nR7A' }),
    kind: ShareKind,
    label: ShareLabel.optional(),
    files: z
      .array(SharedFile)
      .optional()
      .meta({ description: `All shared files; in lists the first ${filesNamedInLists}` }),
    folder: z.strictObject({ id: Id, name: z.string(), trashed: z.boolean() }).optional(),
    fileCount: z
      .number()
      .int()
      .nullable()
      .meta({ description: 'Chosen files; null for a folder, which is live' }),
    passwordProtected: z.boolean(),
    allowDownload: z.boolean().meta({ description: 'false: previews only' }),
    expiresAt: Timestamp.nullable(),
    maxDownloads: z.number().int().nullable(),
    downloads: z.number().int(),
    downloadsRemaining: z.number().int().nullable(),
    state: ShareState,
    contents: z.enum(['there', 'trashed', 'gone']).meta({
      description: 'Why an active link may answer nobody: all it shows is in the trash, or deleted for good',
    }),
    note: z.string().optional(),
    createdAt: Timestamp,
    lastAccessAt: Timestamp.optional(),
  })
  .meta({ id: 'Share' });
export type ShareDto = z.infer<typeof ShareDto>;
export const SharePage = pageOf(ShareDto);
export type SharePage = z.infer<typeof SharePage>;

export const ListSharesQuery = z.strictObject({
  ...PageQuery,
  fileId: Id.optional().meta({ description: 'Links that name this file' }),
  folderId: Id.optional().meta({ description: 'Links to this folder' }),
  state: z.enum(['live', 'ended']).optional(),
});
export type ListSharesQuery = z.infer<typeof ListSharesQuery>;

const slugRule = 'Use 3–64 letters a–z, digits and hyphens, with a letter or digit at both ends.';
const CustomSlug = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9](?:[a-z0-9-]{1,62})[a-z0-9]$/, slugRule)
  .meta({ description: slugRule, example: 'summer-party' });

const SharePassword = z
  .string()
  .min(8, 'Use at least 8 characters.')
  .max(256, 'Use at most 256 characters.')
  .meta({ example: 'tell it by telephone' });
const Life = z.number().int().min(60, 'A link lives for at least a minute.').max(3_153_600_000);
const maxDownloads = z.number().int().min(1, 'At least one download.').max(1_000_000);
const Note = z
  .string()
  .trim()
  .max(noteLength)
  .refine((value) => !value.includes('\0'), 'A note cannot contain NUL characters.');

const changeable = {
  slug: CustomSlug.optional(),
  label: ShareLabel.nullable().optional(),
  expiresIn: Life.optional(),
  expiresAt: Timestamp.nullable().optional().meta({ description: 'null: never, where the policy allows it' }),
  maxDownloads: maxDownloads.nullable().optional(),
  allowDownload: z.boolean().optional(),
};

type Lives = { expiresIn?: number | undefined; expiresAt?: string | null | undefined };
const oneLife = ({ expiresIn, expiresAt }: Lives) => expiresIn === undefined || expiresAt === undefined;
const oneLifeRule = { path: ['expiresAt'], message: 'Give expiresIn or expiresAt, not both.' };

export const CreateShare = z
  .strictObject({
    kind: ShareKind.default('share'),
    fileIds: FileIds.optional(),
    folderId: Id.optional(),
    ...changeable,
    password: SharePassword.optional(),
    note: Note.optional(),
  })
  .refine(oneLife, oneLifeRule)
  .refine(({ fileIds, folderId }) => (fileIds === undefined) !== (folderId === undefined), {
    path: ['fileIds'],
    message: 'Give fileIds or folderId, one of the two.',
  })
  .refine(({ label, password }) => label !== 'confidential' || password !== undefined, {
    path: ['password'],
    message: 'A confidential link needs a password.',
  })
  .refine(({ kind, fileIds }) => kind === 'share' || fileIds?.length === 1, {
    path: ['fileIds'],
    message: 'A public link is the address of exactly one file.',
  })
  .refine(
    ({ kind, password, maxDownloads, allowDownload, label }) =>
      kind === 'share' ||
      (password === undefined &&
        (maxDownloads ?? null) === null &&
        allowDownload !== false &&
        (label ?? 'public') === 'public'),
    { path: ['kind'], message: 'A public link has no password, no limit and no label but public.' },
  )
  .meta({
    example: { fileIds: ['0190a5b4-7c3e-7d52-9d0e-2f1c5b7a9e10'], label: 'internal', maxDownloads: 3 },
  });
export type CreateShare = z.infer<typeof CreateShare>;

export const UpdateShare = z
  .strictObject({
    ...changeable,
    password: SharePassword.nullable().optional().meta({
      description: 'A new password ends the sessions of all visitors; null takes it away',
    }),
    note: Note.nullable().optional(),
    revoked: z.literal(false).optional().meta({ description: 'false: takes a revocation back' }),
  })
  .refine(oneLife, oneLifeRule);
export type UpdateShare = z.infer<typeof UpdateShare>;

/** What the person may choose from when they make a link: the policy, as far as it concerns links. */
export const ShareOptions = z.strictObject({
  canShare: z.boolean(),
  canPublish: z.boolean(),
  mayNeverExpire: z.boolean(),
  secondsByLabel: z.record(ShareLabel, Seconds),
  secondsByKind: z.record(z.enum(fileKinds), Seconds),
  oneTimeSeconds: Seconds.meta({ description: 'Life of a link for one download, where nobody chose' }),
});
export type ShareOptions = z.infer<typeof ShareOptions>;

const shareActions = [
  'viewed',
  'unlocked',
  'unlock_failed',
  'downloaded',
  'signed_again',
  'previewed',
  'opened',
  'refused',
] as const;
export const ShareEventDto = z
  .strictObject({
    id: Id,
    at: Timestamp,
    action: z.enum(shareActions).meta({
      description:
        'downloaded: counted; signed_again: the same download within 24 hours; opened: a public link; refused: the link was not available',
    }),
    fileId: Id.optional(),
    fileName: z.string().optional(),
    fileCount: z.number().int().optional(),
    address: z.string(),
    userAgent: z.string(),
  })
  .meta({ id: 'ShareEvent' });
export type ShareEventDto = z.infer<typeof ShareEventDto>;
export type ShareAction = ShareEventDto['action'];
export const ListShareEventsQuery = z.strictObject({ ...PageQuery });
export type ListShareEventsQuery = z.infer<typeof ListShareEventsQuery>;
export const ShareEventPage = pageOf(ShareEventDto);
export type ShareEventPage = z.infer<typeof ShareEventPage>;
