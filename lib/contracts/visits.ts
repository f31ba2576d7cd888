import { z } from 'zod';
import { ByteCount, Id, PageQuery, Presign, ProblemDto, pageOf, Text, Timestamp } from './common';
import { FileIds, FileKind } from './files';
import { ShareLabel } from './shares';

/** Any text is taken: what no link is called gets the one answer for links that are not there. */
export const slugParams = z.strictObject({ slug: Text });
export const publicLinkParams = z.strictObject({ slug: Text, name: z.string() });

export const OpenShare = z.strictObject({
  state: z.literal('open'),
  title: z.string(),
  owner: z.string(),
  note: z.string().optional(),
  label: ShareLabel.optional(),
  isFolder: z.boolean(),
  fileCount: z.number().int(),
  totalBytes: ByteCount,
  allowDownload: z.boolean(),
  originalsPreviewed: z.boolean().meta({
    description: 'Whether …/preview signs originals; view-only and limited links show renditions only',
  }),
  expiresAt: Timestamp.nullable(),
  downloadsRemaining: z.number().int().nullable(),
});
export type OpenShare = z.infer<typeof OpenShare>;
export const VisitedShare = z.discriminatedUnion('state', [
  OpenShare,
  z.strictObject({ state: z.literal('locked') }),
]);
export type VisitedShare = z.infer<typeof VisitedShare>;

export const VisitorItem = z
  .strictObject({
    id: Id,
    name: z.string(),
    path: z.string().optional().meta({ description: 'Folders between the shared folder and the file, a/b' }),
    size: ByteCount,
    mime: z.string(),
    extension: z.string(),
    kind: FileKind,
    width: z.number().int().optional(),
    height: z.number().int().optional(),
    durationSeconds: z.number().optional(),
    placeholder: z.string().optional(),
    thumbnails: z
      .strictObject({ 320: z.string(), 1280: z.string() })
      .optional()
      .meta({ description: 'Signed for five minutes at most' }),
  })
  .meta({ id: 'VisitorItem' });
export type VisitorItem = z.infer<typeof VisitorItem>;
export const ListShareItemsQuery = z.strictObject({ ...PageQuery });
export type ListShareItemsQuery = z.infer<typeof ListShareItemsQuery>;
export const VisitorItemPage = pageOf(VisitorItem);
export type VisitorItemPage = z.infer<typeof VisitorItemPage>;

export const UnlockShare = z.strictObject({ password: z.string().max(256) });

/** Files signed by one call; a ZIP of more asks again in windows, inside the same download. */
export const signedAtOnce = 100;
export const DownloadShare = z
  .strictObject({
    fileId: Id.optional().meta({ description: 'One file' }),
    ids: FileIds.optional().meta({ description: 'A selection; neither: all that is shared' }),
    sign: z
      .array(Id)
      .min(1)
      .max(signedAtOnce)
      .optional()
      .meta({
        description: `Which of the selection to sign now, at most ${signedAtOnce}; the first ones otherwise. The rest: the same call again, which is the same download`,
      }),
  })
  .refine(({ fileId, ids }) => fileId === undefined || ids === undefined, {
    path: ['ids'],
    message: 'Give fileId or ids, not both.',
  });
export type DownloadShare = z.infer<typeof DownloadShare>;
const grant = {
  counted: z.boolean().meta({ description: 'false: part of a download that was counted already' }),
  downloadsRemaining: z.number().int().nullable(),
};
export const DownloadedShare = z.union([
  z.strictObject({ presign: Presign, ...grant }),
  z.strictObject({
    items: z.array(
      z.union([z.strictObject({ id: Id, presign: Presign }), z.strictObject({ id: Id, error: ProblemDto })]),
    ),
    ...grant,
  }),
]);
export type DownloadedShare = z.infer<typeof DownloadedShare>;

export const PreviewShare = z.strictObject({ fileId: Id });
