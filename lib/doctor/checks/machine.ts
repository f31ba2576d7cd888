import 'server-only';
import { randomBytes } from 'node:crypto';
import { statfs } from 'node:fs/promises';
import { formatBytes, formatRate } from '@/lib/format/bytes';
import { db } from '@/lib/platform/db';
import { env } from '@/lib/platform/env';
import { deleteObject } from '@/lib/storage/delete-objects';
import { readRange } from '@/lib/storage/get-object';
import { probeKey } from '@/lib/storage/keys';
import { putObject } from '@/lib/storage/put-object';
import { type Check, faulty, fromError, passed, skipped } from '../check';

/** Searching without regard to case needs a locale that knows letters beyond ASCII. */
export const checkDatabase: Check = async () => {
  const about = {
    id: 'database',
    title: 'The database knows all letters',
    tried: 'Asked it for the lower case of Ä and whether é is found in É',
  };
  if (!env().DATABASE_URL) return skipped(about, 'No DATABASE_URL here.');
  try {
    const [row] = await db().$queryRaw<[{ lower: string; finds: boolean; version: string }]>`
      SELECT lower('Ä') AS "lower", 'É' ILIKE 'é' AS "finds", current_setting('server_version') AS "version"`;
    if (row.lower === 'ä' && row.finds)
      return passed(about, `PostgreSQL ${row.version}`, 'Search finds names in any script.');
    return faulty(about, {
      status: 'warning',
      code: 'database_locale',
      cameBack: `lower('Ä') is ${row.lower}`,
      means: 'Search misses names whose letters are not ASCII.',
      mend: "Make the database anew with LOCALE_PROVIDER icu ICU_LOCALE 'und' (or LC_CTYPE C.UTF-8) and restore into it.",
    });
  } catch (error) {
    return faulty(about, {
      code: 'database_away',
      cameBack: error instanceof Error ? error.name : 'no answer',
      means: 'The database does not answer.',
      mend: 'Check DATABASE_URL and that PostgreSQL is running.',
    });
  }
};

const refusedBelow = 0.05;
const tightBelow = 0.1;

/** Room for the embedded bucket. */
export const checkDisk: Check = async ({ on }) => {
  const about = {
    id: 'disk',
    title: 'There is room on the disk',
    tried: 'Asked the file system of the data folder',
  };
  if (!on.config.embedded) return skipped(about, 'The bucket is not on this machine.');
  try {
    const { bavail, blocks, bsize } = await statfs(env().SLUICE_DATA_DIR);
    const share = bavail / Math.max(1, blocks);
    const cameBack = `${formatBytes(bavail * bsize)} free, ${Math.round(share * 100)} %`;
    if (share >= tightBelow) return passed(about, cameBack, 'Uploads are taken.');
    return faulty(about, {
      status: share < refusedBelow ? 'failed' : 'warning',
      code: 'disk_full',
      cameBack,
      means: 'Below 5 % the embedded bucket takes no new files.',
      mend: 'Empty the trash, clean up orphans (Admin → Storage), or move SLUICE_DATA_DIR to a larger disk.',
    });
  } catch {
    return skipped(about, 'The data folder is not on this machine.');
  }
};

const sampleBytes = 8 * 2 ** 20;

/** A few megabytes there and back. */
export const checkThroughput: Check = async ({ on, provider }) => {
  const about = {
    id: 'throughput',
    title: 'Bytes travel',
    tried: `Wrote and read ${formatBytes(sampleBytes)} from this server`,
  };
  const key = probeKey(randomBytes(12).toString('hex'), 'throughput', on.config.prefix);
  try {
    const body = randomBytes(sampleBytes);
    const startedAt = performance.now();
    await putObject({ key, body, contentType: 'application/octet-stream' }, on);
    const wroteAt = performance.now();
    const { bytes } = await readRange(key, 0, sampleBytes - 1, on);
    const readAt = performance.now();
    await deleteObject(key, on);
    const rate = (from: number, to: number) => formatRate(sampleBytes / Math.max(0.001, (to - from) / 1000));
    const cameBack = `${rate(startedAt, wroteAt)} there, ${rate(wroteAt, readAt)} back`;
    if (body.equals(bytes)) return passed(about, cameBack, 'What came back is what was sent.');
    return faulty(about, {
      code: 'bytes_changed',
      cameBack,
      means: 'What came back is not what was sent.',
      mend: 'Look for a proxy between Sluice and the bucket that compresses or rewrites bodies.',
    });
  } catch (error) {
    return fromError(about, error, provider);
  }
};
