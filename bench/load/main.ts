import { parseArgs } from 'node:util';
import { drive, quantile, type Seen, type Target, together } from './drive';
import { type App, type Server, startApp, startBare, startEmptyNext } from './servers';

const { values } = parseArgs({
  options: {
    /** Rounds are interleaved, so that a busy moment of the machine falls on everyone alike. */
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '2' },
    connections: { type: 'string', default: '16' },
    /** Goes on for so long after the rounds, over all calls in turn, and watches the app's memory. */
    minutes: { type: 'string', default: '0' },
  },
});
const atOnce = Number(values.connections);
const goal = 0.25;
const partNumbers = Array.from({ length: 100 }, (_, index) => index + 1);

const servers = await Promise.allSettled([startBare(), startEmptyNext(), startApp(200)]);
const [bare, empty, app] = servers.map((server) => {
  if (server.status === 'rejected') throw server.reason;
  return server.value;
}) as [Server, Awaited<ReturnType<typeof startEmptyNext>>, App];

try {
  const targets = targetsOf(app);
  const baselines: Target[] = [
    { name: 'bare node:http', url: bare.url, method: 'GET' },
    { name: 'empty Next route', url: `${empty.behindFront}/api/empty`, method: 'GET' },
    { name: 'empty Next route, no front', url: `${empty.url}/api/empty`, method: 'GET' },
  ];
  const seen = await measure([...baselines, ...targets]);
  show(seen);
  if (Number(values.minutes) > 0) await endure(targets, app, Number(values.minutes));
} finally {
  await Promise.all([bare.stop(), empty.stop(), app.stop()]);
}

function targetsOf({ url, token, fileIds, uploadId }: App): Target[] {
  const headers = { authorization: `Bearer ${token}` };
  let made = 0;
  const files = () =>
    Array.from({ length: 100 }, () => ({ name: `new ${made++}.jpg`, size: 2_000_000, type: 'image/jpeg' }));
  return [
    { name: 'GET /api/health/live', url: `${url}/api/health/live`, method: 'GET' },
    { name: 'list of 50 files', url: `${url}/api/files?limit=50`, method: 'GET', headers },
    {
      name: 'presign 1 download',
      url: `${url}/api/files/presign`,
      method: 'POST',
      headers,
      body: () => ({ ids: fileIds.slice(0, 1) }),
      urls: 1,
    },
    {
      name: 'presign 100 parts',
      url: `${url}/api/uploads/${uploadId}/presign`,
      method: 'POST',
      headers,
      body: () => ({ partNumbers }),
      urls: 100,
    },
    {
      name: 'presign 100 for a minute',
      url: `${url}/api/files/presign`,
      method: 'POST',
      headers,
      body: () => ({ ids: fileIds.slice(0, 100), expiresIn: 60 }),
      urls: 100,
    },
    {
      name: 'presign 100 for a day, each audited',
      url: `${url}/api/files/presign`,
      method: 'POST',
      headers,
      body: () => ({ ids: fileIds.slice(0, 100) }),
      urls: 100,
    },
    {
      name: 'POST /api/uploads, 100 files',
      url: `${url}/api/uploads`,
      method: 'POST',
      headers,
      body: () => ({ files: files() }),
      urls: 100,
    },
  ];
}

async function measure(targets: Target[]): Promise<Map<Target, Seen>> {
  const all = new Map<Target, Seen[]>(targets.map((target) => [target, []]));
  for (const target of targets) await drive(target, { seconds: 1, atOnce });
  for (let round = 0; round < Number(values.rounds); round += 1)
    for (const target of targets)
      all.get(target)?.push(await drive(target, { seconds: Number(values.seconds), atOnce }));
  return new Map([...all].map(([target, rounds]) => [target, together(rounds)]));
}

function show(seen: Map<Target, Seen>): void {
  const rate = ({ latenciesMs, seconds }: Seen) => latenciesMs.length / seconds;
  const [[, bareSeen], [, emptySeen]] = [...seen] as [[Target, Seen], [Target, Seen]];
  const header = ['', 'calls/s', 'p50 ms', 'p99 ms', 'x node:http', 'x empty Next', 'URLs/s', 'failed'];
  const rows = [...seen].map(([{ name, urls }, each]) => [
    name,
    rate(each).toFixed(0),
    quantile(each.latenciesMs, 0.5).toFixed(1),
    quantile(each.latenciesMs, 0.99).toFixed(1),
    (rate(each) / rate(bareSeen)).toFixed(3),
    (rate(each) / rate(emptySeen)).toFixed(3),
    urls ? (rate(each) * urls).toFixed(0) : '',
    String(each.failures),
  ]);
  const widths = header.map((_, column) =>
    Math.max(...[header, ...rows].map((row) => row[column]?.length ?? 0)),
  );
  for (const row of [header, ...rows])
    console.log(
      row
        .map((cell, column) => (column ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[0] ?? 0)))
        .join('  '),
    );
  const ratioOf = (called: string) => {
    const each = [...seen].find(([{ name }]) => name === called)?.[1];
    return each ? rate(each) / rate(emptySeen) : 0;
  };
  const ratios = ['presign 100 parts', 'presign 100 for a minute'].map(
    (name) => [name, ratioOf(name)] as const,
  );
  for (const [name, ratio] of ratios)
    console.log(`${name}: ${ratio.toFixed(2)}x the rate of an empty Next route (goal ≥ ${goal}x)`);
  const failed = [...seen.values()].reduce((sum, { failures }) => sum + failures, 0);
  process.exitCode = ratios.every(([, ratio]) => ratio >= goal) && failed === 0 ? 0 : 1;
}

/** All calls in turn for so many minutes; what the app's process holds at the end of each. */
async function endure(targets: Target[], { url, metricsToken }: App, minutes: number): Promise<void> {
  console.log(`\n${minutes} minutes of all calls in turn, ${atOnce} connections`);
  const residentAt: number[] = [];
  for (let minute = 1; minute <= minutes; minute += 1) {
    const until = performance.now() + 60_000;
    let calls = 0;
    let failures = 0;
    while (performance.now() < until)
      for (const target of targets) {
        const seen = await drive(target, { seconds: 2, atOnce });
        calls += seen.latenciesMs.length;
        failures += seen.failures;
      }
    const headers = { authorization: `Bearer ${metricsToken}` };
    const text = await (await fetch(`${url}/api/metrics`, { headers })).text();
    const megabytes = (name: string) =>
      Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1] ?? 0) / 2 ** 20;
    const resident = megabytes('process_resident_memory_bytes');
    residentAt.push(resident);
    const heap = megabytes('nodejs_heap_size_used_bytes');
    console.log(
      `  minute ${String(minute).padStart(2)}: ${resident.toFixed(0)} MiB resident, heap ${heap.toFixed(0)} MiB, ${calls} calls, ${failures} failed`,
    );
  }
  const half = Math.floor(residentAt.length / 2);
  const growth = quantile(residentAt.slice(half), 0.5) / quantile(residentAt.slice(0, half), 0.5);
  console.log(`  second half against the first: ${growth.toFixed(2)}x`);
}
