import assert from 'node:assert/strict';
import { createHash, randomBytes, randomInt } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sign } from './conformance/client';
import { startBucket } from './index';
import { removeCompiled } from './testing/compile';
import { callsOn } from './testing/objects';
import { type BucketProcess, filesBelow, memoryOf, spawnBucket, withFolder } from './testing/process';
import { exchange, statuses } from './testing/raw-socket';

let server: BucketProcess;
let folder: string;
let done: () => void;

beforeAll(async () => {
  await new Promise<void>((ready, failed) => {
    withFolder(async (made) => {
      folder = made;
      server = await spawnBucket({ dataDir: folder });
      await callsOn(server.endpoint).makeBucket();
      ready();
      await new Promise<void>((resolve) => {
        done = resolve;
      });
      await server.stop();
    }).catch(failed);
  });
});

afterAll(async () => {
  done();
  await removeCompiled();
});

const host = () => `Host: ${server.endpoint.url.host}\r\n`;

/** A signed PUT as text, to be spoilt. */
function rawPut(key: string, body: string, headers: Record<string, string> = {}) {
  const signed = sign(server.endpoint, { method: 'PUT', path: `/test/${key}`, body, headers });
  const lines = Object.entries(signed.headers).map(([name, value]) => `${name}: ${value}`);
  return (extra: string[]) => `PUT /test/${key} HTTP/1.1\r\n${[...lines, ...extra].join('\r\n')}\r\n\r\n`;
}

async function expectAlive() {
  const calls = callsOn(server.endpoint);
  await calls.put('alive', 'yes');
  assert.equal(String(await calls.get('alive')), 'yes');
}

describe('hostile HTTP', () => {
  test('lengths that lie or are no lengths store nothing', async () => {
    for (const length of ['-1', '1e3', '0x10', '99999999999999999999', '4, 5', '+4', ' ', '4.0']) {
      const head = rawPut('lie', 'body')([`Content-Length: ${length}`]);
      const seen = statuses(await exchange(server.endpoint, `${head}body`, 300));
      assert.ok(
        seen.every((status) => status >= 400),
        `${length}: ${seen}`,
      );
    }
    const both = rawPut('lie', 'body')(['Content-Length: 4', 'Transfer-Encoding: chunked']);
    expect(statuses(await exchange(server.endpoint, `${both}4\r\nbody\r\n0\r\n\r\n`, 300))).toEqual([400]);
    expect(await callsOn(server.endpoint).get('lie')).toBeNull();
    await expectAlive();
  });

  test('a body that stops short stores nothing and leaves no file', async () => {
    const head = rawPut('short', 'whole body')(['Content-Length: 10']);
    const socket = connect(Number(server.endpoint.url.port), server.endpoint.url.hostname);
    socket.resume();
    socket.end(`${head}whole`);
    await new Promise((resolve) => socket.once('close', resolve));
    expect(await callsOn(server.endpoint).get('short')).toBeNull();
    await expect
      .poll(async () => (await filesBelow(folder)).filter((file) => file.startsWith('tmp/')))
      .toEqual([]);
  });

  test('pipelined requests are answered in order', async () => {
    const get = `GET /test HTTP/1.1\r\n${host()}\r\n`;
    const seen = statuses(await exchange(server.endpoint, get.repeat(20), 500));
    expect(seen).toEqual(Array(20).fill(403));
  });

  test('a request hidden in the body of another is not served', async () => {
    const hidden = `GET /test/hidden HTTP/1.1\r\n${host()}\r\n`;
    const head = rawPut('outer', hidden)([`Content-Length: ${hidden.length}`]);
    expect(statuses(await exchange(server.endpoint, head + hidden, 500))).toEqual([200]);
  });

  test('a flood of headers is refused', async () => {
    const many = Array.from({ length: 3000 }, (_, i) => `X-Flood-${i}: ${'x'.repeat(20)}`).join('\r\n');
    const seen = statuses(await exchange(server.endpoint, `GET / HTTP/1.1\r\n${host()}${many}\r\n\r\n`, 500));
    expect(seen).toEqual([431]);
    await expectAlive();
  });

  test('a Host that is not ours is refused, also with a true signature', async () => {
    for (const name of ['evil.example', 'localhost.evil.example', '127.0.0.1.evil.example', '', 'a b'])
      expect(
        statuses(
          await exchange(server.endpoint, `GET / HTTP/1.1\r\nHost: ${name}\r\nConnection: close\r\n\r\n`),
        ),
      ).not.toContain(200);
    const url = new URL(server.endpoint.url);
    const rebound = { ...server.endpoint, url: Object.assign(url, { hostname: 'evil.example' }) };
    const { headers } = sign(rebound, { path: '/test' });
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    const seen = await exchange(
      server.endpoint,
      `GET /test HTTP/1.1\r\n${lines.join('')}Connection: close\r\n\r\n`,
    );
    expect(statuses(seen)).toEqual([421]);
  });

  test('an early refusal is answered before the body was sent', async () => {
    const head = `PUT /test/early HTTP/1.1\r\n${host()}Content-Length: 1000000000\r\nExpect: 100-continue\r\n\r\n`;
    const seen = await exchange(server.endpoint, head);
    expect(statuses(seen)).toEqual([403]);
    const signed = rawPut('early', 'body')(['Content-Length: 4', 'Expect: 100-continue']);
    const socket = connect(Number(server.endpoint.url.port), server.endpoint.url.hostname);
    socket.write(signed);
    const [first] = (await new Promise<[Buffer]>((resolve) =>
      socket.once('data', (piece) => resolve([piece])),
    )) as [Buffer];
    expect(String(first)).toMatch(/^HTTP\/1\.1 100 Continue/);
    socket.destroy();
  });

  test('a form refused before its rest has come is answered, and the connection serves on', async () => {
    const fields = ['key', 'policy', 'file'].map(
      (name) => `--x\r\nContent-Disposition: form-data; name="${name}"\r\n\r\nvalue\r\n`,
    );
    const body = `${fields.join('')}${'f'.repeat(100_000)}\r\n--x--\r\n`;
    const type = 'Content-Type: multipart/form-data; boundary=x\r\n';
    const socket = connect(Number(server.endpoint.url.port), server.endpoint.url.hostname);
    let seen = '';
    socket.on('data', (piece: Buffer) => {
      seen += piece.toString();
    });
    socket.write(
      `POST /test HTTP/1.1\r\n${host()}${type}Content-Length: ${body.length}\r\n\r\n${body.slice(0, 400)}`,
    );
    await expect.poll(() => statuses(seen)).toEqual([403]);
    socket.write(`${body.slice(400)}GET /test HTTP/1.1\r\n${host()}\r\n`);
    await expect.poll(() => statuses(seen), { timeout: 5000 }).toEqual([403, 403]);
    socket.destroy();
  });

  test('random bytes, and true requests with random damage, never end the process', async () => {
    const damaged = fc.tuple(fc.nat(), fc.uint8Array({ minLength: 1, maxLength: 20 })).map(([at, noise]) => {
      const whole = Buffer.from(`${rawPut('fuzz', 'fuzz body')(['Content-Length: 9'])}fuzz body`);
      Buffer.from(noise).copy(whole, at % (whole.length - noise.length));
      return whole;
    });
    const noise = fc.uint8Array({ minLength: 1, maxLength: 2000 }).map((bytes) => Buffer.from(bytes));
    const verbs = fc
      .tuple(
        fc.constantFrom('GET', 'PUT', 'POST', 'DELETE', 'OPTIONS', 'PATCH', 'TRACE', 'CONNECT'),
        fc.webUrl(),
      )
      .map(([verb, url]) => Buffer.from(`${verb} ${url} HTTP/1.1\r\n${host()}Content-Length: 3\r\n\r\nabc`));
    await fc.assert(
      fc.asyncProperty(fc.oneof(damaged, noise, verbs), async (bytes) => {
        await exchange(server.endpoint, bytes, 60);
        assert.equal(server.child.exitCode, null);
      }),
      { numRuns: 150 },
    );
    await expectAlive();
    assert.doesNotMatch(server.stderr(), /"fault"/);
  });

  test('keys drawn at random are stored and found as they are', async () => {
    const calls = callsOn(server.endpoint);
    const key = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 60 })
      .filter((text) => !text.includes('\0'));
    await fc.assert(
      fc.asyncProperty(key, fc.uint8Array({ maxLength: 100 }), async (name, content) => {
        await calls.put(name, Buffer.from(content));
        assert.ok((await calls.get(name))?.equals(Buffer.from(content)));
      }),
      { numRuns: 60 },
    );
    const keys = await calls.listKeys();
    expect(keys).toEqual([...keys].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))));
  });

  test('300 connections that dribble their headers do not keep others out, and memory stays flat', async () => {
    const before = await memoryOf(server.child.pid ?? 0);
    const sockets: Socket[] = Array.from({ length: 300 }, () => {
      const socket = connect(Number(server.endpoint.url.port), server.endpoint.url.hostname);
      socket.on('error', () => socket.destroy());
      socket.write('GET / HTTP/1.1\r\nX-Slow: ');
      return socket;
    });
    for (let round = 0; round < 5; round++) {
      for (const socket of sockets) socket.write(randomBytes(8).toString('hex'));
      await expectAlive();
    }
    for (const socket of sockets) socket.destroy();
    const after = await memoryOf(server.child.pid ?? 0);
    expect(after.nowMiB - before.nowMiB).toBeLessThan(60);
  });
});

describe('limits', () => {
  const key = { accessKeyId: 'TESTKEY', secretAccessKey: 'test-secret' };

  /** A bucket of this process with limits that a test can wait for. */
  async function withLimits(task: (endpoint: BucketProcess['endpoint']) => Promise<void>, options = {}) {
    await withFolder(async (dataDir) => {
      const limits = {
        headersSeconds: 1,
        idleBodySeconds: 1,
        slowBodyGraceSeconds: 1,
        minBodyBytesPerSecond: 1000,
      };
      const bucket = await startBucket({
        port: 0,
        dataDir,
        keys: [key],
        limits,
        minFreeFraction: 0,
        ...options,
      });
      const endpoint = { url: new URL(bucket.url), region: 'us-east-1', ...key };
      await callsOn(endpoint).makeBucket();
      try {
        await task(endpoint);
      } finally {
        await bucket.close();
      }
    });
  }

  test('headers that do not come end the connection', () =>
    withLimits(async (endpoint) => {
      const seen = await exchange(endpoint, 'GET / HTTP/1.1\r\nHost: localh', 10_000);
      expect(statuses(seen)).toEqual([408]);
    }));

  test('a body that stands still ends the connection', () =>
    withLimits(async (endpoint) => {
      const signed = sign(endpoint, { method: 'PUT', path: '/test/idle', body: 'body' });
      const lines = Object.entries(signed.headers).map(([name, value]) => `${name}: ${value}\r\n`);
      const startedMs = Date.now();
      await exchange(
        endpoint,
        `PUT /test/idle HTTP/1.1\r\n${lines.join('')}Content-Length: 4\r\n\r\nbo`,
        10_000,
      );
      expect(Date.now() - startedMs).toBeLessThan(8000);
      expect(await callsOn(endpoint).get('idle')).toBeNull();
    }));

  test('a body that only trickles is cut', () =>
    withLimits(async (endpoint) => {
      const body = 'x'.repeat(1000);
      const signed = sign(endpoint, { method: 'PUT', path: '/test/trickle', body });
      const lines = Object.entries(signed.headers).map(([name, value]) => `${name}: ${value}\r\n`);
      const socket = connect(Number(endpoint.url.port), endpoint.url.hostname);
      let seen = '';
      socket.on('data', (piece: Buffer) => {
        seen += piece.toString();
      });
      socket.on('error', () => socket.destroy());
      socket.write(`PUT /test/trickle HTTP/1.1\r\n${lines.join('')}Content-Length: 1000\r\n\r\n`);
      const trickle = setInterval(() => socket.write('x'), 100);
      await expect.poll(() => seen, { timeout: 8000 }).toMatch(/RequestTimeout/);
      clearInterval(trickle);
      socket.destroy();
    }));

  test('below the free share of the disk new bodies are refused, reading and deleting go on', () =>
    withFolder(async (dataDir) => {
      const open = (minFreeFraction: number) =>
        startBucket({ port: 0, dataDir, keys: [key], minFreeFraction });
      const first = await open(0);
      const at = (url: string) => callsOn({ url: new URL(url), region: 'us-east-1', ...key });
      await at(first.url).makeBucket();
      await at(first.url).put('there', 'content');
      await first.close();
      const full = await open(1.1);
      const calls = at(full.url);
      const refused = await calls.call('new', { method: 'PUT', body: 'x' });
      expect([refused.status, refused.code]).toEqual([507, 'InsufficientStorage']);
      expect(String(await calls.get('there'))).toBe('content');
      await calls.remove('there');
      expect(await calls.listKeys()).toEqual([]);
      await full.close();
    }));
});

describe('a full disk', () => {
  test('answers 507, leaves nothing behind, serves on, and takes bodies again when there is room', () =>
    withFolder(async (mount) => {
      // A file system of 24 MiB that only this server sees; it goes when the server ends.
      const script = `mount -t tmpfs -o size=24m bucket-test "${mount}" && exec "$@"`;
      const wrapper = ['unshare', '--user', '--map-root-user', '--mount', 'sh', '-c', script, 'sh'];
      const small = await spawnBucket({ dataDir: mount, wrapper, args: ['--min-free', '0'] });
      const calls = callsOn(small.endpoint);
      await calls.makeBucket();
      const body = Buffer.alloc(6 * 2 ** 20, 'full');
      await calls.put('kept', body);
      const seen: number[] = [];
      for (let i = 0; i < 5; i++) seen.push((await calls.call(`fill-${i}`, { method: 'PUT', body })).status);
      expect(seen.at(-1)).toBe(507);
      const streams = await Promise.all(
        Array.from({ length: 4 }, (_, i) => calls.call(`race-${i}`, { method: 'PUT', body })),
      );
      expect(new Set(streams.map(({ status }) => status))).toEqual(new Set([507]));
      assert.ok((await calls.get('kept'))?.equals(body));
      for (const key of await calls.listKeys()) if (key !== 'kept') await calls.remove(key);
      await calls.put('again', body);
      const digest = createHash('md5')
        .update((await calls.get('again')) ?? '')
        .digest('hex');
      expect(digest).toBe(createHash('md5').update(body).digest('hex'));
      assert.doesNotMatch(small.stderr(), /"fault"/);
      expect(await small.stop()).toBe(0);
    }));
});

test('a random pause between the pieces of a body changes nothing', async () => {
  const body = randomBytes(300_000);
  const signed = sign(server.endpoint, { method: 'PUT', path: '/test/paused', body });
  const lines = Object.entries(signed.headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const socket = connect(Number(server.endpoint.url.port), server.endpoint.url.hostname);
  const answered = new Promise<Buffer>((resolve) => socket.once('data', resolve));
  socket.write(`PUT /test/paused HTTP/1.1\r\n${lines.join('')}Content-Length: ${body.length}\r\n\r\n`);
  for (let at = 0; at < body.length; ) {
    const piece = body.subarray(at, at + randomInt(1, 50_000));
    socket.write(piece);
    at += piece.length;
    await delay(randomInt(10));
  }
  expect(statuses(String(await answered))).toEqual([200]);
  socket.destroy();
  assert.ok((await callsOn(server.endpoint).get('paused'))?.equals(body));
});
