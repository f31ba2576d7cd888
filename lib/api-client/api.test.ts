import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toRequestLine } from './api';
import { ApiError, toApiError } from './api-error';

describe('toRequestLine', () => {
  it('fills parameters and escapes them', () => {
    expect(toRequestLine('revokeSession', { id: 'a/b ?' })).toEqual({
      method: 'DELETE',
      url: '/api/me/sessions/a%2Fb%20%3F',
    });
  });

  it('leaves absent query values out', () => {
    expect(toRequestLine('listUsers', {}, { q: 'ä&b', role: undefined, limit: 50 }).url).toBe(
      '/api/admin/users?q=%C3%A4%26b&limit=50',
    );
  });
});

describe('api', () => {
  let server: Server;
  let base = '';
  let answer: { status: number; headers?: Record<string, string>; body?: string } = { status: 204 };
  const seen: { method?: string; url?: string; headers?: Record<string, unknown>; body?: string } = {};
  const original = globalThis.fetch;

  beforeAll(async () => {
    server = createServer((request, response) => {
      let body = '';
      request.on('data', (piece) => {
        body += piece;
      });
      request.on('end', () => {
        Object.assign(seen, { method: request.method, url: request.url, headers: request.headers, body });
        response.writeHead(answer.status, answer.headers).end(answer.body);
      });
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    // Node's fetch has no page to resolve "/api/…" against; a browser has.
    globalThis.fetch = (input, init) => original(new URL(String(input), base), init);
  });
  afterAll(() => {
    globalThis.fetch = original;
    server.close();
  });

  const load = async () => (await import('./api')).api;

  it('sends JSON, If-Match and Idempotency-Key and reads the answer', async () => {
    const api = await load();
    answer = { status: 200, headers: { 'content-type': 'application/json' }, body: '{"avatarUrl":"/x"}' };
    const result = await api('completeAvatar', { body: { id: '1' }, ifMatch: 3, idempotencyKey: 'k' });
    expect(result).toEqual({ avatarUrl: '/x' });
    expect(seen.headers).toMatchObject({
      'content-type': 'application/json',
      'if-match': '"3"',
      'idempotency-key': 'k',
    });
    expect(seen.body).toBe('{"id":"1"}');
  });

  it('answers undefined for 204', async () => {
    const api = await load();
    answer = { status: 204 };
    expect(await api('revokeOtherSessions')).toBeUndefined();
    expect(seen.method).toBe('DELETE');
  });

  it('throws the problem of the server with its request id, fields and waiting time', async () => {
    const api = await load();
    answer = {
      status: 429,
      headers: { 'content-type': 'application/problem+json', 'retry-after': '7' },
      body: JSON.stringify({
        type: '/docs/errors#rate_limited',
        title: 'Too many requests',
        status: 429,
        code: 'rate_limited',
        detail: 'Too many requests. Try again in 7 seconds.',
        requestId: 'r1',
        errors: [{ path: 'email', message: 'Wrong.' }],
      }),
    };
    const error = await api('getMe').catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({ code: 'rate_limited', requestId: 'r1', retryAfterSeconds: 7 });
    expect((error as ApiError).fieldMessage('email')).toBe('Wrong.');
  });

  it('makes a sentence of an answer that is not ours', async () => {
    const api = await load();
    answer = { status: 502, headers: { 'content-type': 'text/html' }, body: '<h1>Bad gateway</h1>' };
    await expect(api('getMe')).rejects.toMatchObject({ code: 'unavailable', status: 502 });
  });

  it('has its own sentence when no answer comes, and passes an abort on', async () => {
    const api = await load();
    const abort = AbortSignal.abort(new Error('left'));
    await expect(api('getMe', { signal: abort })).rejects.toThrow('left');
    const own = globalThis.fetch;
    globalThis.fetch = (input, init) => original(new URL(String(input), 'http://127.0.0.1:1'), init);
    await expect(api('getMe')).rejects.toMatchObject({ code: 'network', title: 'Sluice cannot be reached' });
    globalThis.fetch = own;
  });

  it('turns any thrown value into one that can be shown', () => {
    expect(toApiError(new TypeError('x')).title).toBe('Something went wrong in this page');
  });
});
