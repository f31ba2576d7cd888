import 'server-only';
import { db, Prisma } from '@/lib/platform/db';
import { leaseSeconds } from './life';
import type { UploadRow } from './to-upload-dto';

/** Somebody's hold on an upload. leaseUntil in the row is also the fencing token: who lost it can change nothing. */
export type Leased = UploadRow & { leaseUntil: Date };

const { sql } = Prisma;
const untilNow = () => new Date(Date.now() + leaseSeconds * 1000);

/** Rows of ids that this call took for completion; those held by another, or ended, are left out. */
export async function takeForCompletion(ids: string[]): Promise<Leased[]> {
  if (ids.length === 0) return [];
  return take(sql`"id" = ANY(${ids}::uuid[]) AND ${isFree}`, 'completing');
}

const isFree = sql`("state" IN ('pending', 'uploading') OR ("state" IN ('completing', 'verifying') AND "leaseUntil" < now()))`;

async function take(where: Prisma.Sql, state: 'completing'): Promise<Leased[]> {
  const until = untilNow();
  const taken = await db().$queryRaw<{ id: string }[]>`
    UPDATE "Upload" SET "state" = ${state}::"UploadState", "leaseUntil" = ${until}, "attempts" = "attempts" + 1
    WHERE ${where} RETURNING "id"`;
  const rows = await db().upload.findMany({
    where: { id: { in: taken.map(({ id }) => id) }, leaseUntil: until },
  });
  return rows.map((row) => ({ ...row, leaseUntil: until }));
}

/** Gives an unfinished upload back, as open as it was. */
export async function giveBack(row: Leased): Promise<void> {
  await db().upload.updateMany({
    where: { id: row.id, leaseUntil: row.leaseUntil, state: { in: ['completing', 'verifying'] } },
    data: { state: row.multipartId ? 'uploading' : 'pending', leaseUntil: null },
  });
}

/** Runs work while the lease of rows is renewed, so that a long copy is not taken for a dead process. */
export async function holding<Result>(rows: Leased[], work: () => Promise<Result>): Promise<Result> {
  const renew = async () => {
    const until = untilNow();
    for (const row of rows) {
      const { count } = await db().upload.updateMany({
        where: { id: row.id, leaseUntil: row.leaseUntil, state: { in: ['completing', 'verifying'] } },
        data: { leaseUntil: until },
      });
      if (count === 1) row.leaseUntil = until;
    }
  };
  let renewal: Promise<void> = Promise.resolve();
  const timer = setInterval(
    () => {
      // A missed renewal is made up by the next; at worst the lease ends and another finishes the work.
      renewal = renewal.then(renew).catch(() => undefined);
    },
    (leaseSeconds * 1000) / 3,
  );
  try {
    return await work();
  } finally {
    clearInterval(timer);
    await renewal;
  }
}
