import { z } from 'zod';
import { Email, Role } from './account';
import { ByteCount, Id, PageQuery, pageOf, SearchText, Timestamp } from './common';
import { FileDto, FileIds, FileKind, FileSort } from './files';

export const UserStatus = z.enum(['active', 'disabled']);
export type UserStatus = z.infer<typeof UserStatus>;

export const UserDto = z
  .strictObject({
    id: Id,
    email: z.string(),
    name: z.string(),
    role: Role,
    status: UserStatus,
    avatarUrl: z.string().nullable(),
    quotaBytes: ByteCount.nullable(),
    usedBytes: ByteCount,
    reservedBytes: ByteCount,
    createdAt: Timestamp,
    lastSeenAt: Timestamp.nullable(),
    passwordResetRequestedAt: Timestamp.nullable().meta({
      description:
        'Asked for a reset link that nobody has made yet; Sluice sends no mail, an admin passes it on',
    }),
  })
  .meta({ id: 'User' });
export type UserDto = z.infer<typeof UserDto>;

export const ListUsersQuery = z.strictObject({
  ...PageQuery,
  q: SearchText.optional(),
  role: Role.optional(),
  status: UserStatus.optional(),
});
export type ListUsersQuery = z.infer<typeof ListUsersQuery>;
export const UserPage = pageOf(UserDto);
export const UpdateUser = z.strictObject({
  role: Role.optional(),
  status: UserStatus.optional(),
  quotaBytes: ByteCount.nullable().optional(),
});
export type UpdateUser = z.infer<typeof UpdateUser>;

export const DeleteUser = z
  .strictObject({
    confirmEmail: Email.meta({
      description: 'Typed, so that nobody deletes the person of another row by a slip',
    }),
    files: z.enum(['trash', 'transfer', 'delete']).default('trash').meta({
      description:
        'trash: wait in the trash for as long as the policy keeps it, then go; transfer: to heirId; delete: go at once',
    }),
    heirId: Id.optional(),
  })
  .refine(({ files, heirId }) => (files === 'transfer') === (heirId !== undefined), {
    path: ['heirId'],
    message: 'Say who gets the files, and only for a transfer.',
  });
export type DeleteUser = z.infer<typeof DeleteUser>;

export const InviteDto = z
  .strictObject({
    id: Id,
    email: z.string().nullable(),
    role: Role,
    quotaBytes: ByteCount.nullable(),
    createdAt: Timestamp,
    expiresAt: Timestamp,
    state: z.enum(['open', 'accepted', 'expired', 'revoked']),
  })
  .meta({ id: 'Invite' });
export type InviteDto = z.infer<typeof InviteDto>;
export const CreateInvite = z.strictObject({
  email: Email.optional(),
  role: Role.default('user'),
  quotaBytes: ByteCount.nullable().optional(),
  expiresIn: z
    .number()
    .int()
    .min(3600)
    .max(30 * 86_400)
    .default(7 * 86_400),
});
export type CreateInvite = z.infer<typeof CreateInvite>;
export const CreatedInvite = z.strictObject({
  invite: InviteDto,
  url: z.string().meta({ description: 'Shown once; only its hash is stored' }),
});
export const InviteList = z.strictObject({ items: z.array(InviteDto), nextCursor: z.null() });
export const DeleteInvite = z.strictObject({ id: Id });

export const AdminFileDto = z.strictObject({
  ...FileDto.shape,
  owner: z.strictObject({ id: Id, name: z.string(), email: z.string() }),
});
export type AdminFileDto = z.infer<typeof AdminFileDto>;
export const ListAdminFilesQuery = z.strictObject({
  ...PageQuery,
  q: SearchText.optional(),
  ownerId: Id.optional(),
  kind: FileKind.optional(),
  trashed: z
    .enum(['true', 'false'])
    .transform((value) => value === 'true')
    .optional(),
  minSize: z.coerce.number().int().min(0).optional(),
  before: Timestamp.optional(),
  sort: FileSort.default('createdAt'),
  order: z.enum(['asc', 'desc']).optional(),
});
export type ListAdminFilesQuery = z.infer<typeof ListAdminFilesQuery>;
export const AdminFilePage = pageOf(AdminFileDto);
export const BatchAdminFiles = z.discriminatedUnion('action', [
  z.strictObject({ action: z.literal('trash'), ids: FileIds }),
  z.strictObject({ action: z.literal('restore'), ids: FileIds }),
  z.strictObject({ action: z.literal('delete'), ids: FileIds }),
  z.strictObject({ action: z.literal('transfer'), ids: FileIds, ownerId: Id }),
]);
export type BatchAdminFiles = z.infer<typeof BatchAdminFiles>;
