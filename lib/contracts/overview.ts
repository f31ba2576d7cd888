import { z } from 'zod';
import { ByteCount, Id, PageQuery, Presign, pageOf, Text, Timestamp } from './common';
import { UploadDto, UploadState } from './uploads';

const Count = z.number().int().min(0);
const Sum = z.strictObject({ count: Count, bytes: ByteCount });

/** What an admin sees in ten seconds; counts of days go back 30 days, in UTC. */
export const Overview = z.strictObject({
  at: Timestamp,
  users: z.strictObject({
    total: Count,
    active: Count.meta({ description: 'Seen in the last 7 days' }),
    disabled: Count,
  }),
  files: Sum,
  trash: Sum,
  storedBytes: ByteCount.meta({ description: 'Files, versions and trash of everybody' }),
  openUploads: Sum,
  perDay: z.array(
    z.strictObject({
      day: z.iso.date(),
      uploads: Count,
      uploadedBytes: ByteCount,
      downloads: Count.meta({ description: 'Signed for owners, and taken by links' }),
    }),
  ),
  failures: z.array(z.strictObject({ step: z.string(), reason: z.string(), count: Count })),
  queue: z.strictObject({ waiting: Count, running: Count, failed: Count, oldestSeconds: Count }),
  deletions: z.strictObject({ waiting: Count, failing: Count, bytes: ByteCount }),
  orphans: z.strictObject({ checkedAt: Timestamp, ...Sum.shape }).nullable(),
  disk: z.strictObject({ freeBytes: ByteCount, totalBytes: ByteCount }).nullable(),
  shares: z.strictObject({ active: Count, endingToday: Count, endingThisWeek: Count }),
});
export type Overview = z.infer<typeof Overview>;

export const JobDto = z
  .strictObject({
    id: z.string(),
    task: z.string(),
    state: z.enum(['waiting', 'running', 'retrying', 'failed']),
    attempts: Count,
    maxAttempts: Count,
    runAt: Timestamp,
    createdAt: Timestamp,
    lastError: z.string().nullable(),
  })
  .meta({ id: 'Job' });
export type JobDto = z.infer<typeof JobDto>;
export const ScheduleDto = z.strictObject({
  task: z.string(),
  lastRunAt: Timestamp.nullable(),
});
export const JobsState = z.strictObject({
  queues: z.array(
    z.strictObject({ task: z.string(), waiting: Count, running: Count, retrying: Count, failed: Count }),
  ),
  schedules: z.array(ScheduleDto),
  items: z.array(JobDto),
});
export type JobsState = z.infer<typeof JobsState>;

export const OpenAdminFile = z.strictObject({
  reason: Text.trim().min(5).max(500).meta({ description: 'Goes into the audit log' }),
});
export const OpenedAdminFile = z.strictObject({ presign: Presign });

export const AdminUploadDto = z.strictObject({
  ...UploadDto.shape,
  owner: z.strictObject({ id: Id, name: z.string(), email: z.string() }),
});
export type AdminUploadDto = z.infer<typeof AdminUploadDto>;
export const ListAdminUploadsQuery = z.strictObject({ ...PageQuery, state: UploadState.optional() });
export type ListAdminUploadsQuery = z.infer<typeof ListAdminUploadsQuery>;
export const AdminUploadPage = pageOf(AdminUploadDto);
export type AdminUploadPage = z.infer<typeof AdminUploadPage>;
