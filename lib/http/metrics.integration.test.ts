import { beforeAll, describe, expect, it, vi } from 'vitest';
import { GET as getMe } from '@/app/api/me/route';
import { GET } from '@/app/api/metrics/route';
import { migrateQueue } from '@/lib/platform/queue';
import { migrateRateLimits } from '@/lib/platform/rate-limit';
import { createPerson } from '@/scripts/testing/people';
import { requireMetricsReader } from './metrics';

const context = { params: Promise.resolve({}) };
const scrape = (headers: Record<string, string>) =>
  GET(new Request('http://localhost:3000/api/metrics', { headers }), context);

describe('who may read the metrics', () => {
  const asks = (host: string, address: string, authorization?: string) => () =>
    requireMetricsReader(new Headers({ host, ...(authorization ? { authorization } : {}) }), address);

  it('is a program on this machine, while no token is set', () => {
    for (const address of ['127.0.0.1', '::1', '::ffff:127.0.0.1'])
      expect(asks('localhost:3000', address)).not.toThrow();
    expect(asks('localhost:3000', '192.0.2.7')).toThrow('unauthenticated');
    expect(asks('localhost:3000', 'unknown')).toThrow('unauthenticated');
    expect(asks('localhost:3000', '192.0.2.7', 'Bearer undefined')).toThrow('unauthenticated');
  });

  it('is nobody from outside whom a proxy on this machine lets through', () => {
    expect(asks('files.example.com', '127.0.0.1')).toThrow('unauthenticated');
  });
});

describe('the metrics', () => {
  const token = 'a token for scrapers';

  beforeAll(async () => {
    await migrateRateLimits();
    await migrateQueue();
  });

  it('count calls, refusals and bytes, and tell of queue, uploads and event loop', async () => {
    await createPerson({ usedBytes: 1234n, reservedBytes: 77n });
    expect((await getMe(new Request('http://localhost:3000/api/me'), context)).status).toBe(401);
    vi.stubEnv('SLUICE_METRICS_TOKEN', token);
    vi.resetModules();
    const { GET: withToken } = await import('@/app/api/metrics/route');
    const ask = (authorization: string) =>
      withToken(new Request('http://localhost:3000/api/metrics', { headers: { authorization } }), context);
    expect((await ask('Bearer wrong')).status).toBe(401);
    const answer = await ask(`Bearer ${token}`);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toMatch(/^text\/plain/);
    const text = await answer.text();
    for (const line of [
      'sluice_http_requests_total{route="getMe",status="401"} 1',
      'sluice_http_refusals_total{code="unauthenticated"} 2',
      'sluice_http_request_duration_seconds_count{route="getMe"} 1',
      'sluice_stored_bytes 1234',
      'sluice_reserved_bytes 77',
      'sluice_uploads{state="pending"} 0',
      'sluice_jobs{state="due"} 0',
      'sluice_database_up 1',
    ])
      expect(text.split('\n')).toContain(line);
    expect(text).toMatch(/^nodejs_eventloop_lag_seconds \d/m);
    vi.unstubAllEnvs();
  });

  it('are refused to the rest', async () => {
    expect((await scrape({ host: 'localhost:3000' })).status).toBe(401);
  });
});
