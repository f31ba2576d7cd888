import { z } from 'zod';
import { Id, Name, SearchText, Timestamp } from './common';
import { TagName } from './files';

export const FolderDto = z
  .strictObject({
    id: Id,
    version: z.number().int(),
    name: z.string(),
    parentId: Id.nullable(),
    path: z
      .array(z.strictObject({ id: Id, name: z.string() }))
      .meta({ description: 'From the root to this folder' }),
    createdAt: Timestamp,
    updatedAt: Timestamp,
    trashedAt: Timestamp.optional(),
  })
  .meta({ id: 'Folder' });
export type FolderDto = z.infer<typeof FolderDto>;

export const ListFoldersQuery = z.strictObject({
  parentId: z.union([Id, z.literal('root')]).optional(),
  q: SearchText.optional(),
  trashed: z
    .enum(['true', 'false'])
    .transform((value) => value === 'true')
    .optional(),
});
export const FolderList = z.strictObject({ items: z.array(FolderDto), nextCursor: z.null() });
export const CreateFolder = z.strictObject({ name: Name, parentId: Id.nullable().default(null) });
export const UpdateFolder = z.strictObject({ name: Name.optional(), parentId: Id.nullable().optional() });

export const TagDto = z
  .strictObject({ id: Id, name: z.string(), fileCount: z.number().int() })
  .meta({ id: 'Tag' });
export type TagDto = z.infer<typeof TagDto>;
export const TagList = z.strictObject({ items: z.array(TagDto), nextCursor: z.null() });
export const UpdateTag = z.strictObject({ name: TagName });
