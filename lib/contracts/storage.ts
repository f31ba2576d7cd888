import { z } from 'zod';
import { ByteCount, Id, PageQuery, pageOf, Timestamp } from './common';
import { FileKind } from './files';

const Count = z.number().int().min(0);
const Sum = z.strictObject({ count: Count, bytes: ByteCount });

export const StorageState = z.strictObject({
  bucket: z.string(),
  prefix: z.string(),
  endpoint: z.string(),
  publicEndpoint: z.string(),
  region: z.string(),
  embedded: z.boolean(),
  byKind: z.array(z.strictObject({ kind: FileKind, ...Sum.shape })),
  byOwner: z
    .array(z.strictObject({ id: Id, name: z.string(), email: z.string(), bytes: ByteCount }))
    .meta({ description: 'The twenty who store most, trash and versions included' }),
  versions: Sum,
  trash: Sum,
  epochs: z
    .strictObject({ database: z.number().int(), bucket: z.number().int(), fits: z.boolean() })
    .nullable()
    .meta({ description: 'While they do not fit, nothing is deleted; null when the marker cannot be read' }),
  orphans: z.strictObject({ checkedAt: Timestamp, ...Sum.shape }).nullable(),
  endedShares: z.strictObject({ count: Count, removable: Count }).meta({
    description: 'Links that have ended; removable: more than 30 days ago, so that the sweep takes them',
  }),
  leastPolicy: z
    .string()
    .meta({ description: 'IAM policy for exactly this bucket and prefix, ready to paste' }),
});
export type StorageState = z.infer<typeof StorageState>;

export const AdoptOrphans = z.strictObject({
  ownerId: Id.meta({ description: 'Who gets the files' }),
  after: z.string().min(1).max(1024).optional().meta({ description: 'next of the call before' }),
});
export type AdoptOrphans = z.infer<typeof AdoptOrphans>;
export const AdoptedOrphans = z.strictObject({
  adopted: Count,
  next: z.string().nullable().meta({ description: 'Where to go on; null: all were looked at' }),
});
export type AdoptedOrphans = z.infer<typeof AdoptedOrphans>;

export const RemovedShares = z.strictObject({ removed: Count });

export const OrphanKind = z.enum(['object', 'multipart', 'row']);
export const OrphanDto = z
  .strictObject({
    kind: OrphanKind,
    key: z.string(),
    multipartId: z.string().nullable(),
    bytes: ByteCount,
    cause: z.string(),
    modifiedAt: Timestamp.nullable(),
    firstSeenAt: Timestamp,
    lastSeenAt: Timestamp,
    ripeAt: Timestamp.nullable().meta({ description: 'From when on a clean-up may take it; null: never' }),
  })
  .meta({ id: 'Orphan' });
export type OrphanDto = z.infer<typeof OrphanDto>;
export const ListOrphansQuery = z.strictObject({ ...PageQuery, kind: OrphanKind.optional() });
export type ListOrphansQuery = z.infer<typeof ListOrphansQuery>;
export const OrphanPage = pageOf(OrphanDto);

const Plan = z.strictObject({ objects: Sum, multiparts: Sum });
export const CleanupDto = z
  .strictObject({
    id: Id,
    state: z.enum(['planning', 'planned', 'running', 'done', 'failed']),
    plan: Plan.nullable(),
    progress: z.strictObject({ objects: Count, multiparts: Count, bytes: ByteCount }),
    problem: z.string().nullable(),
    createdBy: z.string(),
    createdAt: Timestamp,
    finishedAt: Timestamp.nullable(),
  })
  .meta({ id: 'Cleanup' });
export type CleanupDto = z.infer<typeof CleanupDto>;
export const CreateCleanup = z.strictObject({
  dryRun: z.boolean().default(true).meta({ description: 'Plan only; run it afterwards if you agree' }),
});
export type CreateCleanup = z.infer<typeof CreateCleanup>;
export const CleanupList = z.strictObject({ items: z.array(CleanupDto), nextCursor: z.null() });

const Refusal = z.strictObject({
  reason: z.enum(['permission', 'unsupported', 'other']),
  permission: z.string(),
  providerCode: z.string().optional(),
  providerMessage: z.string().optional(),
});
export const ConfigurationName = z.enum(['cors', 'lifecycle', 'publicAccess', 'policy']);
export const ConfigurationItem = z.strictObject({
  name: ConfigurationName,
  current: z
    .array(z.unknown())
    .nullable()
    .meta({ description: 'As the bucket has it; null where it cannot be read' }),
  added: z.array(z.unknown()).meta({ description: 'What our wish would add; nothing was written' }),
  removed: z.array(z.unknown()),
  isInSync: z.boolean(),
  refusal: Refusal.nullable(),
});
export type ConfigurationItem = z.infer<typeof ConfigurationItem>;
export const Configuration = z.strictObject({ items: z.array(ConfigurationItem) });
export type Configuration = z.infer<typeof Configuration>;
/** What a header can say, `*` for anything: the bucket compares it with Referer. */
const HeaderText = z
  .string()
  .min(1)
  .max(200)
  .regex(/^[\x21-\x7e]+$/, 'Use visible ASCII characters without spaces.')
  .meta({ example: 'https://files.example.com/*' });

export const ApplyConfiguration = z.strictObject({
  cors: z.literal(true).optional().meta({ description: 'Let pages of this very address use the bucket' }),
  lifecycle: z
    .strictObject({
      abortIncomplete: z.boolean(),
      transition: z
        .strictObject({
          storageClass: z.enum(['STANDARD_IA', 'INTELLIGENT_TIERING', 'GLACIER_IR']),
          afterDays: z.number().int().min(0).max(3650),
        })
        .optional(),
    })
    .optional(),
  publicAccess: z.literal(true).optional().meta({ description: 'Block public access' }),
  policy: z
    .strictObject({
      tlsOnly: z.boolean(),
      maxSignatureAgeSeconds: z.number().int().min(60).max(604_800).optional(),
      refererAllowList: z.array(HeaderText).max(20).optional(),
    })
    .optional(),
});
export type ApplyConfiguration = z.infer<typeof ApplyConfiguration>;
