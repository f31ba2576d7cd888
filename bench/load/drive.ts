import http from 'node:http';

export type Target = {
  name: string;
  url: string;
  method: 'GET' | 'POST';
  headers?: Record<string, string>;
  body?: () => object;
  /** Signed URLs in each answer. */
  urls?: number;
};
export type Seen = { seconds: number; latenciesMs: number[]; failures: number };

/** Asks target from atOnce connections for so long; each asks again as soon as it is answered. */
export async function drive(
  target: Target,
  { seconds, atOnce }: { seconds: number; atOnce: number },
): Promise<Seen> {
  const agent = new http.Agent({ keepAlive: true, maxSockets: atOnce });
  const latenciesMs: number[] = [];
  let failures = 0;
  const begin = performance.now();
  const lane = async () => {
    while (performance.now() - begin < seconds * 1000) {
      const start = performance.now();
      const status = await ask(target, agent);
      latenciesMs.push(performance.now() - start);
      if (status >= 400) failures += 1;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  agent.destroy();
  return { seconds: (performance.now() - begin) / 1000, latenciesMs, failures };
}

function ask({ url, method, headers, body }: Target, agent: http.Agent): Promise<number> {
  const text = body ? JSON.stringify(body()) : undefined;
  return new Promise((resolve, reject) => {
    const request = http.request(
      url,
      {
        agent,
        method,
        headers: {
          ...headers,
          ...(text ? { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) } : {}),
        },
      },
      (response) => {
        response.resume();
        response.once('end', () => resolve(response.statusCode ?? 0));
        response.once('error', reject);
      },
    );
    request.once('error', reject);
    request.end(text);
  });
}

/** The value below which the share of values lie. */
export function quantile(values: number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** Several measurements of one target as one. */
export const together = (all: Seen[]): Seen => ({
  seconds: all.reduce((sum, { seconds }) => sum + seconds, 0),
  latenciesMs: all.flatMap(({ latenciesMs }) => latenciesMs),
  failures: all.reduce((sum, { failures }) => sum + failures, 0),
});
