import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { parseTrustedProxies } from './addresses';
import { type Front, startFront } from './front';
import { allowedHosts } from './hosts';

const TOKEN = 'token-of-this-start';
let app: Server;
let front: Front;
let seen: IncomingMessage[];
let answer: (incoming: IncomingMessage, response: ServerResponse) => void;

beforeEach(async () => {
  seen = [];
  answer = (_, response) => response.end('from the app');
  app = createServer((incoming, response) => {
    seen.push(incoming);
    answer(incoming, response);
  });
  await new Promise<void>((resolve) => app.listen(0, '127.0.0.1', resolve));
});

afterEach(async () => {
  await front.close();
  app.closeAllConnections();
  await new Promise((resolve) => app.close(resolve));
});

const appPort = () => (app.address() as { port: number }).port;

async function start({
  trusted = [],
  allowUpgrade = false,
}: {
  trusted?: string[];
  allowUpgrade?: boolean;
} = {}) {
  front = await startFront({
    host: '127.0.0.1',
    port: 0,
    url: 'https://files.example',
    hosts: allowedHosts({ urls: ['https://files.example'], port: 3000, lanAddress: '192.168.1.5' }),
    trusted: parseTrustedProxies(trusted),
    token: TOKEN,
    allowUpgrade,
  });
  front.setApp(appPort());
}

type Got = { status: number; headers: Record<string, string | string[] | undefined>; body: string };

function ask(
  path: string,
  headers: Record<string, string> = {},
  { method = 'GET', body = '' } = {},
): Promise<Got> {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      {
        host: '127.0.0.1',
        port: front.port,
        path,
        method,
        headers: { host: 'files.example', ...headers },
        agent: false,
      },
      (incoming) => {
        let text = '';
        incoming.setEncoding('utf8').on('data', (chunk) => {
          text += chunk;
        });
        incoming.on('error', reject);
        incoming.on('end', () =>
          resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, body: text }),
        );
      },
    );
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

/** Sends bytes as they are and reads the status line. */
function askRaw(text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let got = '';
    const socket = connect(front.port, '127.0.0.1', () => socket.write(text));
    socket.on('data', (chunk) => {
      got += chunk;
      if (got.includes('\r\n')) {
        resolve(got.split('\r\n')[0] ?? '');
        socket.destroy();
      }
    });
    socket.on('error', reject);
  });
}

describe('the front', () => {
  it('ends every call of the app that a client sent ahead, when that client leaves', async () => {
    await start();
    answer = () => {};
    const socket = connect(front.port, '127.0.0.1');
    socket.on('error', () => {});
    socket.write('GET /slow HTTP/1.1\r\nHost: files.example\r\n\r\n'.repeat(50));
    await vi.waitFor(() => expect(seen).toHaveLength(50));
    socket.resetAndDestroy();
    const calls = () => new Promise((resolve) => app.getConnections((_, count) => resolve(count)));
    await vi.waitFor(async () => expect(await calls()).toBe(0));
  });

  it('removes every claim of a stranger and says what it knows', async () => {
    await start();
    await ask('/', {
      'x-forwarded-for': '6.6.6.6',
      'x-forwarded-host': 'evil.example',
      'x-forwarded-proto': 'https',
      forwarded: 'for=6.6.6.6',
      'x-real-ip': '6.6.6.6',
      'x-sluice-front': 'guess',
      'x-sluice-address': '6.6.6.6',
      'x-middleware-subrequest': 'proxy:proxy:proxy',
      cookie: 'kept=1',
    });
    expect(seen[0]?.headers).toMatchObject({
      host: 'files.example',
      cookie: 'kept=1',
      'x-forwarded-for': '127.0.0.1',
      'x-forwarded-host': 'files.example',
      'x-forwarded-proto': 'http',
      'x-sluice-address': '127.0.0.1',
      'x-sluice-proto': 'http',
      'x-sluice-front': TOKEN,
    });
    for (const name of ['forwarded', 'x-real-ip', 'x-middleware-subrequest']) {
      expect(seen[0]?.headers).not.toHaveProperty(name);
    }
  });

  it('believes a trusted proxy about address and protocol, but not about our own headers', async () => {
    await start({ trusted: ['127.0.0.0/8'] });
    await ask('/', {
      'x-forwarded-for': '6.6.6.6, 1.2.3.4',
      'x-forwarded-proto': 'https',
      'x-sluice-front': 'guess',
      'x-middleware-subrequest': 'proxy',
    });
    expect(seen[0]?.headers).toMatchObject({
      'x-sluice-address': '1.2.3.4',
      'x-sluice-proto': 'https',
      'x-sluice-front': TOKEN,
    });
    expect(seen[0]?.headers).not.toHaveProperty('x-middleware-subrequest');
  });

  it.each([
    'localhost:3000',
    '127.0.0.1:3000',
    '[::1]:3000',
    '192.168.1.5:3000',
    'FILES.example',
    'files.example:443',
  ])('lets %s in', async (host) => {
    await start();
    expect((await ask('/', { host })).status).toBe(200);
  });

  it.each(['evil.example', 'localhost:9', 'files.example.evil.example', '192.168.1.6:3000', '"><script>'])(
    'tells %s the right address and never asks the app',
    async (host) => {
      await start();
      const page = await ask('/', { host });
      expect(page.status).toBe(421);
      expect(page.body).toContain('<a href="https://files.example">');
      expect(page.body).not.toContain(host);
      const problem = await ask('/api/me', { host });
      expect(problem.headers['content-type']).toBe('application/problem+json');
      expect(JSON.parse(problem.body)).toMatchObject({ status: 421, code: 'wrong_host' });
      expect(seen).toHaveLength(0);
    },
  );

  it.each([
    ['GET', '/api/uploads/complete', 'POST, OPTIONS'],
    ['PUT', '/api/files/0190a5b4?x=1', 'GET, PATCH, DELETE, HEAD, OPTIONS'],
    ['PROPFIND', '/api/nothing', 'GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS'],
  ])('answers %s %s with what is allowed, and never asks the app', async (method, path, allow) => {
    await start();
    const answer = await ask(path, {}, { method });
    expect([answer.status, answer.headers.allow]).toEqual([405, allow]);
    expect(answer.headers['content-type']).toBe('application/problem+json');
    expect(JSON.parse(answer.body)).toMatchObject({ status: 405, code: 'method_not_allowed' });
    expect(seen).toHaveLength(0);
  });

  it.each([
    ['PUT', '/api/nothing'],
    ['PUT', '/api/auth/session'],
    ['HEAD', '/api/files'],
    ['OPTIONS', '/api/uploads'],
    ['PUT', '/files'],
  ])('leaves %s %s to the app', async (method, path) => {
    await start();
    expect((await ask(path, {}, { method })).status).toBe(200);
  });

  it('leads a person who came by another of our names to the one that cookies and CORS are bound to', async () => {
    await start();
    const navigation = { host: '127.0.0.1:3000', 'sec-fetch-mode': 'navigate' };
    const page = await ask('/trash?sort=name', navigation);
    expect([page.status, page.headers.location]).toEqual([307, 'https://files.example/trash?sort=name']);
    expect((await ask('/', { ...navigation, host: 'files.example' })).status).toBe(200);
    expect((await ask('/', { host: '127.0.0.1:3000' })).status).toBe(200);
    expect((await ask('/api/files', navigation)).status).toBe(200);
    expect((await ask('//evil.example/', navigation)).headers.location).toBeUndefined();
  });

  it('answers 503 with Retry-After while the app is away, and serves again once it is back', async () => {
    await start();
    front.setApp(null);
    const problem = await ask('/api/files');
    expect(problem.status).toBe(503);
    expect(Number(problem.headers['retry-after'])).toBeGreaterThan(0);
    expect(JSON.parse(problem.body)).toMatchObject({ status: 503, code: 'unavailable' });
    expect((await ask('/')).headers['content-type']).toContain('text/html');
    front.setApp(appPort());
    expect((await ask('/')).status).toBe(200);
  });

  it('answers 503 when the app dies before it has answered', async () => {
    await start();
    answer = (incoming) => incoming.socket.destroy();
    expect((await ask('/api/files')).status).toBe(503);
    expect((await ask('/api/uploads', {}, { method: 'POST', body: 'x'.repeat(500_000) })).status).toBe(503);
  });

  it('cuts an answer that broke off instead of showing it as whole', async () => {
    await start();
    answer = (_, response) => {
      response.writeHead(200, { 'content-length': '1000' });
      response.write('half', () => response.destroy());
    };
    await expect(ask('/')).rejects.toThrow();
  });

  it('passes bodies and answers through as they come, byte for byte', async () => {
    await start();
    answer = (incoming, response) => {
      response.setHeader('set-cookie', ['a=1', 'b=2']);
      incoming.pipe(response);
    };
    const body = 'ж'.repeat(300_000);
    const got = await ask('/api/echo', {}, { method: 'POST', body });
    expect(got.body === body).toBe(true);
    expect(got.headers['set-cookie']).toEqual(['a=1', 'b=2']);
  });

  it('hands the first bytes on before the last ones exist', async () => {
    await start();
    let finish = () => {};
    answer = (_, response) => {
      response.write('first');
      finish = () => response.end('last');
    };
    const parts: string[] = [];
    await new Promise<void>((resolve) => {
      request({ host: '127.0.0.1', port: front.port, headers: { host: 'files.example' } }, (incoming) => {
        incoming.setEncoding('utf8').on('data', (chunk) => {
          parts.push(chunk);
          finish();
        });
        incoming.on('end', resolve);
      }).end();
    });
    expect(parts).toEqual(['first', 'last']);
  });

  it('drops the request to the app when the client leaves', async () => {
    await start();
    const gone = new Promise<void>((resolve) => {
      answer = (incoming) => incoming.once('close', resolve);
    });
    const outgoing = request({ host: '127.0.0.1', port: front.port, headers: { host: 'files.example' } }).on(
      'error',
      () => {},
    );
    outgoing.end();
    app.once('request', () => outgoing.destroy());
    await gone;
  });

  it('refuses smuggling, absolute targets and headers without end', async () => {
    await start();
    const host = 'Host: files.example\r\n';
    expect(await askRaw(`GET / HTTP/1.1\r\n${host}Host: evil.example\r\n\r\n`)).toContain(' 400 ');
    expect(await askRaw('GET / HTTP/1.1\r\n\r\n')).toContain(' 400 ');
    expect(
      await askRaw(
        `POST / HTTP/1.1\r\n${host}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
      ),
    ).toContain(' 400 ');
    expect(await askRaw(`GET http://evil.example/ HTTP/1.1\r\n${host}\r\n`)).toContain(' 400 ');
    expect(await askRaw(`GET /api/files/%9 HTTP/1.1\r\n${host}\r\n`)).toContain(' 400 ');
    expect(await askRaw(`GET /api/files/%ff%fe HTTP/1.1\r\n${host}\r\n`)).toContain(' 400 ');
    expect(await askRaw(`GET / HTTP/1.1\r\n${host}X-Long: ${'x'.repeat(20_000)}\r\n\r\n`)).toContain(' 431 ');
    expect(seen).toHaveLength(0);
  });

  it('carries WebSockets in development only', async () => {
    const upgrade = `GET /_next/hmr HTTP/1.1\r\nHost: files.example\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`;
    app.on('upgrade', (incoming, socket) => {
      seen.push(incoming);
      socket.end('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
    });
    await start({ allowUpgrade: true });
    expect(await askRaw(upgrade)).toContain(' 101 ');
    expect(seen[0]?.headers['x-sluice-front']).toBe(TOKEN);
    await front.close();
    await start();
    expect(await askRaw(upgrade)).toContain(' 200 ');
  });

  it('finishes answers under way before it closes', async () => {
    await start();
    let finish = () => {};
    const arrived = new Promise<void>((resolve) => {
      answer = (_, response) => {
        response.write('slow');
        finish = () => response.end(' but whole');
        resolve();
      };
    });
    const slow = ask('/');
    await arrived;
    const closed = front.close();
    finish();
    expect((await slow).body).toBe('slow but whole');
    await closed;
    await expect(ask('/')).rejects.toThrow(/ECONNREFUSED/);
  });

  it('says in one sentence that the port is taken', async () => {
    await start();
    const { port } = front;
    const hosts = new Set<string>();
    const options = {
      host: '127.0.0.1',
      port,
      url: 'http://x',
      hosts,
      trusted: parseTrustedProxies([]),
      token: TOKEN,
    };
    await expect(startFront(options)).rejects.toThrow(`Port ${port} is taken by another program`);
  });
});
