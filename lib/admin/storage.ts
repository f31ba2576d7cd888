import 'server-only';
import type { UserActor } from '@/lib/access/actor';
import { recordAudit } from '@/lib/audit/record';
import type { Page } from '@/lib/contracts/common';
import type { FileKind } from '@/lib/contracts/files';
import type { ListOrphansQuery, OrphanDto, StorageState } from '@/lib/contracts/storage';
import type { OrphanMark } from '@/lib/generated/prisma/client';
import { joinEpochs, readEpochs } from '@/lib/jobs/deletion-guard';
import { db, Prisma, transaction } from '@/lib/platform/db';
import { decodeCursor, encodeCursor } from '@/lib/platform/keyset';
import { enqueue } from '@/lib/platform/queue';
import { findSetting } from '@/lib/platform/settings';
import { countEndedShares } from '@/lib/shares/remove-ended';
import { storageConfig } from '@/lib/storage/config';
import { isStorageError } from '@/lib/storage/errors';
import { leastPrivilegePolicy } from '@/lib/storage/iam-policy';
import { orphanGraceMs } from './cleanups';
import { OrphanTotals } from './overview';

const shownOwners = 20;

type SumRow = { count: bigint; bytes: bigint };
const toSum = (row: SumRow | undefined) => ({
  count: Number(row?.count ?? 0),
  bytes: Number(row?.bytes ?? 0),
});

/** Where the bytes are, what they are and whose, and whether deleting is allowed. */
export async function readStorage(): Promise<StorageState> {
  const { bucket, prefix, endpoint, publicEndpoint, region, embedded } = storageConfig();
  const [kinds, owners, versions, trash, epochs, orphans, endedShares] = await Promise.all([
    db().$queryRaw<(SumRow & { kind: FileKind })[]>`
      SELECT "kind"::text AS "kind", count(*) AS "count", sum("sizeBytes")::bigint AS "bytes"
      FROM "File" GROUP BY 1 ORDER BY 3 DESC`,
    db().user.findMany({
      where: { usedBytes: { gt: 0 } },
      orderBy: { usedBytes: 'desc' },
      take: shownOwners,
      select: { id: true, name: true, email: true, usedBytes: true },
    }),
    db().$queryRaw<SumRow[]>`
      SELECT count(*) AS "count", coalesce(sum("sizeBytes"), 0)::bigint AS "bytes" FROM "FileVersion"`,
    db().$queryRaw<SumRow[]>`
      SELECT count(*) AS "count", coalesce(sum("sizeBytes"), 0)::bigint AS "bytes" FROM "File" WHERE "trashedAt" IS NOT NULL`,
    findEpochs(),
    findSetting('orphans', OrphanTotals),
    countEndedShares(),
  ]);
  return {
    bucket,
    prefix,
    endpoint,
    publicEndpoint,
    region,
    embedded,
    byKind: kinds.map((row) => ({ kind: row.kind, ...toSum(row) })),
    byOwner: owners.map(({ usedBytes, ...owner }) => ({ ...owner, bytes: Number(usedBytes) })),
    versions: toSum(versions[0]),
    trash: toSum(trash[0]),
    epochs,
    orphans,
    endedShares,
    leastPolicy: JSON.stringify(
      leastPrivilegePolicy({ bucket, prefix, region, withConfiguration: true }),
      null,
      2,
    ),
  };
}

async function findEpochs(): Promise<StorageState['epochs']> {
  try {
    return await readEpochs();
  } catch (error) {
    // The doctor says why; the rest of the page is from the database.
    if (isStorageError(error)) return null;
    throw error;
  }
}

const toOrphanDto = (mark: OrphanMark): OrphanDto => {
  const since = Math.max(mark.firstSeenAt.getTime(), mark.modifiedAt?.getTime() ?? 0);
  const isOurs = mark.kind !== 'row' && mark.cause !== 'unknown';
  return {
    kind: mark.kind,
    key: mark.objectKey,
    multipartId: mark.multipartId || null,
    bytes: Number(mark.sizeBytes),
    cause: mark.cause,
    modifiedAt: mark.modifiedAt?.toISOString() ?? null,
    firstSeenAt: mark.firstSeenAt.toISOString(),
    lastSeenAt: mark.lastSeenAt.toISOString(),
    ripeAt: isOurs ? new Date(since + orphanGraceMs).toISOString() : null,
  };
};

/** A page of the orphan ledger in key order. */
export async function listOrphans({ limit, cursor, kind }: ListOrphansQuery): Promise<Page<OrphanDto>> {
  const after = decodeCursor(cursor, 'string');
  const rows = await db().$queryRaw<OrphanMark[]>`
    SELECT * FROM "OrphanMark" WHERE ${kind ? Prisma.sql`"kind" = ${kind}::"OrphanKind"` : Prisma.sql`true`}
      ${after ? Prisma.sql`AND ("objectKey", "multipartId") > (${String(after[0]).split('\n')[0]}, ${String(after[0]).split('\n')[1] ?? ''})` : Prisma.empty}
    ORDER BY "objectKey", "multipartId" LIMIT ${limit + 1}`;
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map(toOrphanDto),
    nextCursor:
      rows.length > limit && last
        ? encodeCursor([`${last.objectKey}\n${last.multipartId}`, '00000000-0000-0000-0000-000000000000'])
        : null,
  };
}

/** Has the worker compare bucket and database now; asking twice runs it once. */
export async function findOrphans(actor: UserActor): Promise<void> {
  await transaction(async (tx) => {
    await enqueue(tx, 'reconcile', {}, { jobKey: 'reconcile-now', maxAttempts: 3 });
    await recordAudit(tx, actor, { action: 'storage.compared' });
  });
}

/** An admin says that database and bucket belong together although their epochs differ: deleting goes on. */
export function joinStorageEpochs(actor: UserActor): Promise<void> {
  return joinEpochs((tx) => recordAudit(tx, actor, { action: 'storage.epochs_joined' }));
}
