import { z } from 'zod';
import { ByteCount, Id, PictureType, Presign, Timestamp } from './common';

/** NIST SP 800-63B: length over composition. 10 characters at least, 256 at most (argon2 input bound). */
export const Password = z
  .string()
  .min(10, 'Use at least 10 characters.')
  .max(256, 'Use at most 256 characters.')
  .meta({ example: 'a long enough sentence' });
export const Email = z
  .string()
  .trim()
  .max(254)
  .transform((value) => value.toLowerCase())
  .pipe(z.email('This does not look like an e-mail address.'))
  .meta({ example: 'ada@example.com' });
export const PersonName = z
  .string()
  .trim()
  .min(1, 'A name is needed.')
  .max(100)
  .refine((value) => !/\p{Cc}/u.test(value), 'A name cannot contain control characters.')
  .meta({ example: 'Ada Lovelace' });

export const roles = ['user', 'admin'] as const;
export const Role = z.enum(roles);
export type Role = z.infer<typeof Role>;

export const Me = z
  .strictObject({
    user: z.strictObject({
      id: Id,
      email: z.string(),
      name: z.string(),
      role: Role,
      avatarUrl: z.string().nullable(),
      hasPassword: z.boolean(),
      createdAt: Timestamp,
    }),
    usage: z.strictObject({
      usedBytes: ByteCount,
      reservedBytes: ByteCount,
      quotaBytes: ByteCount.nullable(),
    }),
    limits: z.strictObject({
      maxFileBytes: ByteCount,
      maxFilesPerRequest: z.number().int(),
      canUpload: z.boolean(),
      canShare: z.boolean(),
      canCreateTokens: z.boolean(),
      trashDays: z
        .number()
        .int()
        .meta({ description: 'Days until what lies in the trash is deleted for good' }),
    }),
  })
  .meta({ id: 'Me' });
export type Me = z.infer<typeof Me>;

export const SetUp = z.strictObject({
  code: z.string().trim().min(1).max(64),
  name: PersonName,
  email: Email,
  password: Password,
});
export const Register = z.strictObject({ name: PersonName, email: Email, password: Password });
export const AcceptInvite = z.strictObject({ name: PersonName, email: Email, password: Password });
export const UpdateMe = z.strictObject({ name: PersonName.optional() });
export const DeleteMe = z.strictObject({ password: z.string().max(256).optional(), confirmEmail: Email });
export const ChangePassword = z.strictObject({
  currentPassword: z.string().max(256).optional(),
  newPassword: Password,
});
export const RequestPasswordReset = z.strictObject({ email: Email });
export const ResetPassword = z.strictObject({ password: Password });

export const SessionDto = z
  .strictObject({
    id: Id,
    current: z.boolean(),
    address: z.string(),
    userAgent: z.string(),
    createdAt: Timestamp,
    lastSeenAt: Timestamp,
  })
  .meta({ id: 'Session' });
export type SessionDto = z.infer<typeof SessionDto>;
export const SessionList = z.strictObject({ items: z.array(SessionDto), nextCursor: z.null() });

/** Profile photo: an image of at most 8 MiB, re-encoded before anyone sees it. */
export const maxAvatarBytes = 8 * 2 ** 20;
export const CreateAvatar = z.strictObject({
  size: ByteCount.min(1).max(maxAvatarBytes),
  type: PictureType,
});
export const CreatedAvatar = z.strictObject({ id: Id, presign: Presign });
export const CompleteAvatar = z.strictObject({ id: Id });
export const AvatarResult = z.strictObject({ avatarUrl: z.string() });
