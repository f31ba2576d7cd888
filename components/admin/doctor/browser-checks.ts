import type { BrowserCheck, BrowserResult } from '@/lib/contracts/doctor';

/** Makes the doctor's requests from this page, in order: the second one reads what the first one sent. */
export async function runBrowserChecks(checks: readonly BrowserCheck[]): Promise<BrowserResult[]> {
  const results: BrowserResult[] = [];
  const sent = checks.find(({ body }) => body !== null)?.body ?? '';
  for (const check of checks) results.push(await run(check, sent));
  return results;
}

async function run({ id, method, url, headers, body }: BrowserCheck, sent: string): Promise<BrowserResult> {
  const startedAt = performance.now();
  const milliseconds = () => Math.round(performance.now() - startedAt);
  try {
    const answer = await fetch(url, { method, headers, body, credentials: 'omit', cache: 'no-store' });
    const text = await answer.text();
    return {
      id,
      status: answer.status,
      sawETag: answer.headers.has('etag'),
      bodyMatches: method === 'GET' && text === sent.slice(0, 6),
      milliseconds: milliseconds(),
    };
  } catch {
    // The browser tells a page nothing more: CORS, DNS and a closed port look the same.
    return { id, status: null, sawETag: false, bodyMatches: false, milliseconds: milliseconds() };
  }
}
