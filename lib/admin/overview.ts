import 'server-only';
import { statfs } from 'node:fs/promises';
import { z } from 'zod';
import type { Overview } from '@/lib/contracts/overview';
import { signedDownloads } from '@/lib/files/count-signed';
import { db } from '@/lib/platform/db';
import { env } from '@/lib/platform/env';
import { findSetting } from '@/lib/platform/settings';
import { storageConfig } from '@/lib/storage/config';

/** Counting everything is not free: admins who look at the same time see the same counts. */
const maxAgeMs = 10_000;
const dayMs = 86_400_000;
const daysShown = 30;
let cached: { readAt: number; value: Promise<Overview> } | undefined;

/** The last complete pass of reconcile, as it saved it. */
export const OrphanTotals = z.object({
  checkedAt: z.iso.datetime(),
  count: z.number().int(),
  bytes: z.number(),
});

/** What matters of the whole installation, at most ten seconds old. */
export function readOverview(): Promise<Overview> {
  if (cached && Date.now() - cached.readAt < maxAgeMs) return cached.value;
  const value = count();
  cached = { readAt: Date.now(), value };
  value.catch(() => {
    cached = undefined;
  });
  return value;
}

async function count(): Promise<Overview> {
  // In three rounds: one for each count would take the whole pool away from everybody else.
  const [users, files, openUploads] = await Promise.all([countUsers(), countFiles(), countOpenUploads()]);
  const [perDay, failures, queue] = await Promise.all([countDays(), countFailures(), countQueue()]);
  const [deletions, orphans, shares] = await Promise.all([
    countDeletions(),
    findSetting('orphans', OrphanTotals),
    countShares(),
  ]);
  const disk = await readDisk();
  return {
    at: new Date().toISOString(),
    users: users.people,
    storedBytes: users.storedBytes,
    ...files,
    openUploads,
    perDay,
    failures,
    queue,
    deletions,
    orphans,
    disk,
    shares,
  };
}

async function countUsers() {
  const [row] = await db().$queryRaw<Record<'total' | 'active' | 'disabled' | 'bytes', bigint>[]>`
    SELECT count(*) AS "total", count(*) FILTER (WHERE "lastSeenAt" > now() - interval '7 days') AS "active",
      count(*) FILTER (WHERE "status" = 'disabled') AS "disabled", coalesce(sum("usedBytes"), 0)::bigint AS "bytes"
    FROM "User" WHERE "deletedAt" IS NULL`;
  return {
    people: {
      total: Number(row?.total ?? 0),
      active: Number(row?.active ?? 0),
      disabled: Number(row?.disabled ?? 0),
    },
    storedBytes: Number(row?.bytes ?? 0),
  };
}

async function countFiles() {
  const rows = await db().$queryRaw<{ trashed: boolean; count: bigint; bytes: bigint }[]>`
    SELECT "trashedAt" IS NOT NULL AS "trashed", count(*) AS "count", sum("sizeBytes")::bigint AS "bytes"
    FROM "File" GROUP BY 1`;
  const of = (trashed: boolean) => {
    const row = rows.find((one) => one.trashed === trashed);
    return { count: Number(row?.count ?? 0), bytes: Number(row?.bytes ?? 0) };
  };
  return { files: of(false), trash: of(true) };
}

async function countOpenUploads() {
  const { _count, _sum } = await db().upload.aggregate({
    where: { state: { in: ['pending', 'uploading', 'completing', 'verifying'] } },
    _count: true,
    _sum: { sizeBytes: true },
  });
  return { count: _count, bytes: Number(_sum.sizeBytes ?? 0) };
}

type DayRow = { day: string; count: bigint; bytes: bigint };

async function countDays(): Promise<Overview['perDay']> {
  const today = Math.floor(Date.now() / dayMs) * dayMs;
  const from = new Date(today - (daysShown - 1) * dayMs);
  const [uploads, links, own] = await Promise.all([
    db().$queryRaw<DayRow[]>`
      SELECT to_char("at" AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS "day", count(*) AS "count",
        coalesce(sum(("details"->>'sizeBytes')::bigint), 0)::bigint AS "bytes"
      FROM "AuditEvent" WHERE "action" IN ('file.uploaded', 'file.replaced') AND "at" >= ${from} GROUP BY 1`,
    db().$queryRaw<DayRow[]>`
      SELECT to_char("at" AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS "day", count(*) AS "count", 0::bigint AS "bytes"
      FROM "ShareEvent" WHERE "action" = 'downloaded' AND "at" >= ${from} GROUP BY 1`,
    db().$queryRaw<DayRow[]>`
      SELECT to_char("day", 'YYYY-MM-DD') AS "day", "count", 0::bigint AS "bytes"
      FROM "DailyCount" WHERE "name" = ${signedDownloads} AND "day" >= ${from}::date`,
  ]);
  const up = new Map(uploads.map((row) => [row.day, row]));
  const byLinks = new Map(links.map((row) => [row.day, row]));
  const byOwners = new Map(own.map((row) => [row.day, row]));
  return Array.from({ length: daysShown }, (_, index) => {
    const day = new Date(from.getTime() + index * dayMs).toISOString().slice(0, 10);
    return {
      day,
      uploads: Number(up.get(day)?.count ?? 0),
      uploadedBytes: Number(up.get(day)?.bytes ?? 0),
      downloads: Number(byLinks.get(day)?.count ?? 0) + Number(byOwners.get(day)?.count ?? 0),
    };
  });
}

/** What went wrong in the last 7 days: uploads refused or expired, deletions and jobs that fail now. */
async function countFailures(): Promise<Overview['failures']> {
  const rows = await db().$queryRaw<{ step: string; reason: string; count: bigint }[]>`
    SELECT 'upload' AS "step", coalesce("details"->>'reason', 'expired') AS "reason", count(*) AS "count"
      FROM "AuditEvent" WHERE "action" IN ('upload.refused', 'upload.expired') AND "at" > now() - interval '7 days' GROUP BY 2
    UNION ALL SELECT 'deletion', "lastError", count(*) FROM "ObjectDeletion" WHERE "lastError" IS NOT NULL GROUP BY 2
    UNION ALL SELECT 'job', task_identifier, count(*) FROM graphile_worker.jobs
      WHERE attempts > 0 AND last_error IS NOT NULL GROUP BY 2
    ORDER BY 3 DESC LIMIT 20`;
  return rows.map((row) => ({ ...row, count: Number(row.count) }));
}

async function countQueue(): Promise<Overview['queue']> {
  const [row] = await db().$queryRaw<Record<'waiting' | 'running' | 'failed' | 'oldest', bigint>[]>`
    SELECT count(*) FILTER (WHERE locked_at IS NULL AND attempts < max_attempts AND run_at <= now()) AS "waiting",
      count(*) FILTER (WHERE locked_at IS NOT NULL) AS "running",
      count(*) FILTER (WHERE locked_at IS NULL AND attempts >= max_attempts) AS "failed",
      greatest(0, coalesce(extract(epoch FROM now() - min(run_at)
        FILTER (WHERE locked_at IS NULL AND attempts < max_attempts AND run_at <= now())), 0))::bigint AS "oldest"
    FROM graphile_worker.jobs`;
  return {
    waiting: Number(row?.waiting ?? 0),
    running: Number(row?.running ?? 0),
    failed: Number(row?.failed ?? 0),
    oldestSeconds: Number(row?.oldest ?? 0),
  };
}

async function countDeletions(): Promise<Overview['deletions']> {
  const [row] = await db().$queryRaw<Record<'waiting' | 'failing' | 'bytes', bigint>[]>`
    SELECT count(*) AS "waiting", count(*) FILTER (WHERE "attempts" > 0) AS "failing",
      coalesce(sum("sizeBytes"), 0)::bigint AS "bytes" FROM "ObjectDeletion"`;
  return {
    waiting: Number(row?.waiting ?? 0),
    failing: Number(row?.failing ?? 0),
    bytes: Number(row?.bytes ?? 0),
  };
}

/** Room on the disk of the embedded bucket; null where the bucket is somebody else's. */
async function readDisk(): Promise<Overview['disk']> {
  if (!storageConfig().embedded) return null;
  try {
    const { bavail, blocks, bsize } = await statfs(env().SLUICE_DATA_DIR);
    return { freeBytes: bavail * bsize, totalBytes: blocks * bsize };
  } catch {
    // The bucket may run on another machine than this instance.
    return null;
  }
}

async function countShares(): Promise<Overview['shares']> {
  const [row] = await db().$queryRaw<Record<'active' | 'today' | 'week', bigint>[]>`
    SELECT count(*) AS "active", count(*) FILTER (WHERE "expiresAt" < now() + interval '1 day') AS "today",
      count(*) FILTER (WHERE "expiresAt" < now() + interval '7 days') AS "week"
    FROM "Share" WHERE "revokedAt" IS NULL AND ("expiresAt" IS NULL OR "expiresAt" > now())
      AND ("maxDownloads" IS NULL OR "downloads" < "maxDownloads")`;
  return {
    active: Number(row?.active ?? 0),
    endingToday: Number(row?.today ?? 0),
    endingThisWeek: Number(row?.week ?? 0),
  };
}
