import { Agent, request as httpRequest } from 'node:http';
import { median } from './rounds';
import type { Site } from './site';

const atOnce = 16;
const partNumbers = Array.from({ length: 100 }, (_, index) => index + 1);

/** Calls a second of the app: 100 signed part URLs for a session, beside a route of the same app that does nothing. */
export async function measurePresign(site: Site, roundCount: number): Promise<void> {
  const headers = {
    cookie: site.cookies.map(({ name, value }) => `${name}=${value}`).join('; '),
    origin: site.url,
    'content-type': 'application/json',
  };
  const agent = new Agent({ keepAlive: true, maxSockets: atOnce });
  const call = (method: string, path: string, body?: unknown) =>
    send({ agent, url: new URL(path, site.url), method, headers, body });
  const created = await call('POST', '/api/uploads', {
    files: [{ name: 'signed.bin', size: 1_000 * 2 ** 20, type: '' }],
    onConflict: 'keep-both',
  });
  const [{ id }] = JSON.parse(created).uploads;
  const kinds = {
    'empty route': () => call('GET', '/api/health/live'),
    'signed-in route': () => call('GET', '/api/me'),
    '100 signed URLs': () => call('POST', `/api/uploads/${id}/presign`, { partNumbers }),
  };
  const rates = new Map<string, number[]>(Object.keys(kinds).map((name) => [name, []]));
  for (let round = 0; round < roundCount; round += 1) {
    for (const [name, run] of Object.entries(kinds)) rates.get(name)?.push(await perSecond(run, 400));
  }
  agent.destroy();
  const medians = new Map([...rates].map(([name, values]) => [name, median(values)]));
  for (const [name, rate] of medians) console.log(`${name.padEnd(16)} ${rate.toFixed(0)} calls/s`);
  const ratio = (medians.get('100 signed URLs') ?? 0) / (medians.get('empty route') ?? 1);
  console.log(`100 signed URLs at ${ratio.toFixed(2)}x the rate of the empty route`);
}

async function perSecond(run: () => Promise<unknown>, count: number): Promise<number> {
  let left = count;
  const started = performance.now();
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (; left > 0; left -= 1) await run();
    }),
  );
  return (count * 1_000) / (performance.now() - started);
}

type Call = { agent: Agent; url: URL; method: string; headers: Record<string, string>; body?: unknown };

function send({ agent, url, method, headers, body }: Call): Promise<string> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(url, { agent, method, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (piece: string) => {
        text += piece;
      });
      response.once('error', reject);
      response.once('end', () =>
        (response.statusCode ?? 500) < 300 ? resolve(text) : reject(new Error(`${url.pathname}: ${text}`)),
      );
    });
    request.once('error', reject);
    request.end(body === undefined ? undefined : JSON.stringify(body));
  });
}
