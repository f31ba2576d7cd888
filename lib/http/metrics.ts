import 'server-only';
import { Gauge } from 'prom-client';
import { unauthenticated } from '@/lib/contracts/errors';
import { uploadStates } from '@/lib/contracts/uploads';
import { constantTimeEqual } from '@/lib/platform/crypto';
import { db } from '@/lib/platform/db';
import { env } from '@/lib/platform/env';
import { metricsRegistry } from '@/lib/platform/metrics';

const loopback = /^(127\.0\.0\.1|::1|::ffff:127\.0\.0\.1)$/;
const loopbackHost = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/;

/**
 * Throws unauthenticated unless SLUICE_METRICS_TOKEN is shown. Without such a token programs on this machine may read:
 * by address and by name, so that a proxy here does not open the numbers to everybody.
 */
export function requireMetricsReader(headers: Headers, address: string): void {
  const token = env().SLUICE_METRICS_TOKEN;
  const shown = headers.get('authorization') ?? '';
  const mayRead = token
    ? constantTimeEqual(shown, `Bearer ${token}`)
    : loopback.test(address) && loopbackHost.test(headers.get('host') ?? '');
  if (!mayRead) throw unauthenticated();
}

/** Counted in the database, at most this often: scrapers come every few seconds. */
const maxAgeMs = 10_000;
let counted: { at: number; rows: Promise<Counts> } | undefined;

type Counts = {
  uploads: { state: string; count: bigint }[];
  jobs: { state: string; count: bigint }[];
  used: bigint;
  reserved: bigint;
  deletions: bigint;
};

async function count(): Promise<Counts> {
  const [uploads, jobs, [bytes], [deletions]] = await Promise.all([
    db().$queryRaw<Counts['uploads']>`SELECT state::text, count(*) FROM "Upload" GROUP BY 1`,
    db().$queryRaw<Counts['jobs']>`
      SELECT CASE WHEN locked_at IS NOT NULL THEN 'running' WHEN attempts >= max_attempts THEN 'failed'
        WHEN run_at > now() THEN 'scheduled' ELSE 'due' END AS state, count(*)
      FROM graphile_worker.jobs GROUP BY 1`,
    db().$queryRaw<{ used: bigint; reserved: bigint }[]>`
      SELECT coalesce(sum("usedBytes"), 0)::bigint AS used, coalesce(sum("reservedBytes"), 0)::bigint AS reserved
      FROM "User"`,
    db().$queryRaw<{ count: bigint }[]>`SELECT count(*) FROM "ObjectDeletion"`,
  ]);
  return {
    uploads,
    jobs,
    used: bytes?.used ?? 0n,
    reserved: bytes?.reserved ?? 0n,
    deletions: deletions?.count ?? 0n,
  };
}

function recentCounts(): Promise<Counts> {
  if (counted && Date.now() - counted.at < maxAgeMs) return counted.rows;
  const rows = count();
  counted = { at: Date.now(), rows };
  rows.catch(() => {
    counted = undefined;
  });
  return rows;
}

const jobStates = ['due', 'scheduled', 'running', 'failed'];

/** The gauge of that name in this process's registry, made at first use. */
function gauge(name: string, help: string, labelNames: string[] = []): Gauge {
  const known = metricsRegistry().getSingleMetric(name) as Gauge | undefined;
  return known ?? new Gauge({ name, help, labelNames, registers: [metricsRegistry()] });
}

function setStates(target: Gauge, states: readonly string[], rows: { state: string; count: bigint }[]): void {
  for (const state of states)
    target.set({ state }, Number(rows.find((row) => row.state === state)?.count ?? 0));
}

/** Everything in Prometheus' text format. Gauges of the database are the same on every instance; the rest is this process's. */
export async function renderMetrics(): Promise<{ type: string; text: string }> {
  const registry = metricsRegistry();
  const up = gauge('sluice_database_up', 'Whether the database answered this scrape');
  try {
    const { uploads, jobs, used, reserved, deletions } = await recentCounts();
    setStates(gauge('sluice_uploads', 'Uploads by state', ['state']), uploadStates, uploads);
    setStates(gauge('sluice_jobs', 'Jobs in the queue by state', ['state']), jobStates, jobs);
    gauge('sluice_stored_bytes', 'Bytes of live files, versions and trash').set(Number(used));
    gauge('sluice_reserved_bytes', 'Bytes reserved by unfinished uploads').set(Number(reserved));
    gauge('sluice_object_deletions', 'Objects that wait to be deleted').set(Number(deletions));
    up.set(1);
  } catch {
    // The numbers of this process matter most when the database is away.
    up.set(0);
  }
  return { type: registry.contentType, text: await registry.metrics() };
}
