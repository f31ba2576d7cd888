import { z } from 'zod';
import { ByteCount } from './common';
import { FileKind, fileKinds } from './files';

const gibibyte = 2 ** 30;
const day = 86_400;

const perKind = <Value extends z.ZodType>(value: Value) => z.record(FileKind, value);
const each = <Value>(value: Value) =>
  Object.fromEntries(fileKinds.map((kind) => [kind, value])) as Record<FileKind, Value>;

/** Everything an admin decides, with the defaults a new installation has. Units end each name. */
export const Policy = z
  .strictObject({
    registration: z.enum(['open', 'invite', 'closed']).default('invite'),
    mayUpload: z.enum(['everyone', 'admins']).default('everyone'),
    mayShare: z.enum(['everyone', 'admins']).default('everyone'),
    mayPublish: z
      .enum(['everyone', 'admins'])
      .default('everyone')
      .meta({ description: 'Public links for embedding' }),
    mayCreateTokens: z.enum(['everyone', 'admins']).default('everyone'),
    allowedKinds: z.array(FileKind).default([...fileKinds]),
    refusedExtensions: z
      .array(z.string().regex(/^[a-z0-9]{1,16}$/))
      .max(500)
      .default([]),
    maxBytesByKind: perKind(ByteCount).default(each(5 * gibibyte)),
    defaultQuotaBytes: ByteCount.nullable().default(null),
    uploadUrlSeconds: z.number().int().min(300).max(900).default(900),
    downloadUrlSeconds: z.number().int().min(60).max(86_400).default(3600),
    linkSecondsByKind: perKind(z.number().int().min(60).max(604_800)).default({
      ...each(24 * 3600),
      document: 48 * 3600,
      image: 7 * day,
    }),
    shareSecondsByLabel: z
      .strictObject({
        public: z.number().int().min(60),
        internal: z.number().int().min(60),
        confidential: z.number().int().min(60),
      })
      .default({ public: 7 * day, internal: day, confidential: 2 * 3600 }),
    shareSecondsByKind: perKind(z.number().int().min(60)).default({
      ...each(day),
      document: 2 * day,
      image: 7 * day,
    }),
    oneTimeShareSeconds: z.number().int().min(300).max(3600).default(3600).meta({
      description: 'Life of a link for one download, where its label does not say a shorter one',
    }),
    sharesMayNeverExpire: z.boolean().default(false).meta({
      description:
        'Pages for visitors; a public address is embedded elsewhere, so it stays until it is revoked',
    }),
    urlsPerMinute: z.number().int().min(10).max(1_000_000).default(600),
    authTriesPerMinute: z.number().int().min(5).max(1_000_000).default(20),
    requestsPerMinute: z.number().int().min(10).max(1_000_000).default(1200),
    trashDays: z.number().int().min(1).max(3650).default(30),
    versionsKept: z.number().int().min(0).max(1000).default(20),
    auditMonths: z
      .number()
      .int()
      .min(1)
      .max(120)
      .nullable()
      .default(null)
      .meta({ description: 'Months that the audit log goes back, whole months at a time; null: for ever' }),
  })
  .meta({ id: 'Policy' });
export type Policy = z.infer<typeof Policy>;
