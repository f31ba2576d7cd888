import { randomBytes } from 'node:crypto';
import fs, { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request, type Server } from 'node:http';
import { connect } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it, test, vi } from 'vitest';
import { compressStatics } from '../start/compress-statics';
import { parseTrustedProxies } from './addresses';
import { type Front, startFront } from './front';
import { allowedHosts } from './hosts';

const script = 'console.log("日本語");\n'.repeat(200);
const url = 'https://files.example';
const folder = mkdtempSync(path.join(os.tmpdir(), 'sluice-statics-'));
const statics = path.join(folder, 'static');
let app: Server;
let front: Front;

beforeAll(async () => {
  mkdirSync(path.join(statics, 'chunks/folder.js'), { recursive: true });
  writeFileSync(path.join(folder, 'secret.js'), 'outside');
  writeFileSync(path.join(statics, 'chunks/a.js'), script);
  writeFileSync(path.join(statics, 'chunks/a.css'), 'a{color:red}');
  writeFileSync(path.join(statics, 'chunks/picture.png'), 'bytes');
  writeFileSync(path.join(statics, 'chunks/large.js'), randomBytes(1_000_000));
  await compressStatics(statics);
  writeFileSync(path.join(statics, 'chunks/late.js'), script);
  app = createServer((_, response) => response.writeHead(404).end('from the app'));
  await new Promise<void>((resolve) => app.listen(0, '127.0.0.1', resolve));
  const hosts = allowedHosts({ urls: [url], port: 3000, lanAddress: undefined });
  const trusted = parseTrustedProxies([]);
  front = await startFront({ host: '127.0.0.1', port: 0, url, hosts, trusted, token: 'token', statics });
  front.setApp((app.address() as { port: number }).port);
});

afterAll(async () => {
  await front.close();
  await new Promise((resolve) => app.close(resolve));
  rmSync(folder, { recursive: true });
});

type Got = { status: number; headers: Record<string, string | string[] | undefined>; body: Buffer };

/** Asks for a path as it is written: fetch would tidy it first. */
function ask(target: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Got> {
  return new Promise((resolve, reject) => {
    const sent = { host: 'files.example', ...headers };
    request({ port: front.port, path: target, method, headers: sent, agent: false }, async (incoming) => {
      const parts: Buffer[] = [];
      for await (const part of incoming) parts.push(part);
      resolve({
        status: incoming.statusCode ?? 0,
        headers: incoming.headers,
        body: Buffer.concat(parts),
      });
    })
      .on('error', reject)
      .end();
  });
}

describe('scripts and styles of a build', () => {
  it('come as Brotli or gzip to those who take it, plain to others, to be kept for a year', async () => {
    const brotli = await ask('/_next/static/chunks/a.js', { 'accept-encoding': 'gzip, deflate, br, zstd' });
    expect(brotli.headers).toMatchObject({
      'content-encoding': 'br',
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'public, max-age=31536000, immutable',
      vary: 'Accept-Encoding',
      'x-content-type-options': 'nosniff',
      'cross-origin-opener-policy': 'same-origin',
    });
    expect(brotliDecompressSync(brotli.body).toString()).toBe(script);
    const gzip = await ask('/_next/static/chunks/a.js?x', { 'accept-encoding': 'gzip, br;q=0' });
    expect(gzip.headers['content-encoding']).toBe('gzip');
    expect(gunzipSync(gzip.body).toString()).toBe(script);
    const plain = await ask('/_next/static/chunks/a.js');
    expect(plain.headers['content-encoding']).toBeUndefined();
    expect(plain.body.toString()).toBe(script);
    expect((await ask('/_next/static/chunks/a.css')).headers['content-type']).toBe('text/css; charset=utf-8');
  });

  it('come whole when a copy is missing', async () => {
    const late = await ask('/_next/static/chunks/late.js', { 'accept-encoding': 'br' });
    expect([late.status, late.headers['content-encoding'], late.body.toString()]).toEqual([
      200,
      undefined,
      script,
    ]);
  });

  it('answer HEAD without a body, and a page that has them already with 304', async () => {
    const head = await ask('/_next/static/chunks/a.js', { 'accept-encoding': 'br' }, 'HEAD');
    expect(head.body).toHaveLength(0);
    expect(head.headers['content-length']).toBe(
      String(readFileSync(path.join(statics, 'chunks/a.js.br')).length),
    );
    const known = { 'accept-encoding': 'br', 'if-none-match': String(head.headers.etag) };
    expect((await ask('/_next/static/chunks/a.js', known)).status).toBe(304);
  });

  it.each([
    ['what is not there', '/_next/static/chunks/none.js'],
    ['a folder', '/_next/static/chunks/'],
    ['a folder that is called like a script', '/_next/static/chunks/folder.js'],
    ['a copy by its own name', '/_next/static/chunks/a.js.br'],
    ['another kind', '/_next/static/chunks/picture.png'],
    ['a path out of the folder', '/_next/static/../secret.js'],
    ['an encoded path out of the folder', '/_next/static/%2e%2e/secret.js'],
    ['an encoded slash', '/_next/static/..%2fsecret.js'],
    ['an end of string', '/_next/static/chunks/a.js%00.js'],
  ])('leave %s to the app', async (_, target) => {
    for (const encoding of ['', 'br']) {
      const got = await ask(target, { 'accept-encoding': encoding });
      expect([got.status, got.body.toString()]).toEqual([404, 'from the app']);
    }
  });

  it('leave to the app what they cannot answer, without headers of their own', async () => {
    const posted = await ask('/_next/static/chunks/a.js', {}, 'POST');
    expect([posted.status, posted.body.toString()]).toEqual([404, 'from the app']);
    const beyond = await ask('/_next/static/chunks/a.js', {
      'accept-encoding': 'br',
      range: 'bytes=9999999-',
    });
    expect([beyond.status, beyond.body.toString()]).toEqual([404, 'from the app']);
    expect(beyond.headers).not.toHaveProperty('content-encoding');
    expect(beyond.headers).not.toHaveProperty('etag');
  });
});

test('whoever asks for much at once and leaves keeps no file open', async () => {
  const opened = vi.spyOn(fs, 'createReadStream');
  const socket = connect(front.port, '127.0.0.1');
  socket.on('error', () => {});
  socket.write('GET /_next/static/chunks/large.js HTTP/1.1\r\nHost: files.example\r\n\r\n'.repeat(100));
  await vi.waitFor(() => expect(opened.mock.results.length).toBeGreaterThan(50));
  socket.resetAndDestroy();
  const streams = () => opened.mock.results.map(({ value }) => value as fs.ReadStream);
  await vi.waitFor(() => expect(streams().filter(({ destroyed }) => !destroyed)).toEqual([]));
  opened.mockRestore();
});
