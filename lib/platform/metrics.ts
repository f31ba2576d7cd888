import 'server-only';
import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client';

type Meters = {
  registry: Registry;
  requests: Counter<'route' | 'status'>;
  seconds: Histogram<'route'>;
  refusals: Counter<'code'>;
};

/** Next bundles modules more than once; numbers live on the global object so that a process counts in one place. */
const holder = globalThis as typeof globalThis & { sluiceMeters?: Meters };

function makeMeters(): Meters {
  const registers = [new Registry()];
  const [registry] = registers as [Registry];
  // CPU, memory, garbage collection and nodejs_eventloop_lag_seconds.
  collectDefaultMetrics({ register: registry });
  return {
    registry,
    requests: new Counter({
      name: 'sluice_http_requests_total',
      help: 'Answered API calls',
      labelNames: ['route', 'status'],
      registers,
    }),
    seconds: new Histogram({
      name: 'sluice_http_request_duration_seconds',
      help: 'From the first line of a handler to its answer',
      labelNames: ['route'],
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 30],
      registers,
    }),
    refusals: new Counter({
      name: 'sluice_http_refusals_total',
      help: 'Calls answered with a problem, by its code',
      labelNames: ['code'],
      registers,
    }),
  };
}

function meters(): Meters {
  holder.sluiceMeters ??= makeMeters();
  return holder.sluiceMeters;
}

/** This process's numbers; others add gauges of their own. */
export const metricsRegistry = (): Registry => meters().registry;

type Observation = { route: string; status: number; startedAt: number; code?: string };

/** Counts one answered call. startedAt is performance.now() at its start; route is a name of the table, never a path. */
export function observeRequest({ route, status, startedAt, code }: Observation): void {
  const { requests, seconds, refusals } = meters();
  requests.inc({ route, status });
  seconds.observe({ route }, (performance.now() - startedAt) / 1000);
  if (code) refusals.inc({ code });
}
