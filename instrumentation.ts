/** scripts/start/app.mjs calls what is left here before the process ends: jobs under way are finished. */
const shutdown: unique symbol = Symbol.for('sluice.shutdown');

/** Runs once when a server process starts: jobs are worked on inside the server unless told otherwise. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return;
  const { env } = await import('@/lib/platform/env');
  if (env().SLUICE_WORKER !== 'inside' || !env().DATABASE_URL) return;
  const { startWorker } = await import('@/lib/jobs/worker');
  const runner = await startWorker();
  const holder = globalThis as typeof globalThis & { [shutdown]?: Set<() => Promise<void>> };
  holder[shutdown] ??= new Set();
  holder[shutdown].add(() => runner.stop());
}
