import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { readAll } from './read-all';

const content = Uint8Array.from({ length: 300_000 }, (_, index) => index % 251);
const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

async function serve(answer: (request: IncomingMessage, response: ServerResponse, call: number) => void) {
  let calls = 0;
  const forgotten: string[] = [];
  const server = createServer((request, response) => {
    calls += 1;
    answer(request, response, calls);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const signer = {
    get: async () => url,
    forget: (id: string) => {
      forgotten.push(id);
    },
  };
  const read = async (size = content.length, signal = new AbortController().signal) => {
    const chunks: Uint8Array[] = [];
    for await (const piece of readAll({ id: 'a', size, signer, signal })) chunks.push(piece);
    return Buffer.concat(chunks);
  };
  return { read, forgotten, calls: () => calls };
}

const rest = (request: IncomingMessage) => {
  const from = Number(/bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0);
  return { from, status: from > 0 ? 206 : 200, bytes: content.subarray(from) };
};

test('a connection that breaks goes on where it stopped, and no byte comes twice', async () => {
  const { read, forgotten } = await serve((request, response, call) => {
    const { status, bytes } = rest(request);
    response.writeHead(status, { 'content-length': bytes.length });
    if (call < 3) response.write(bytes.subarray(0, 70_000), () => response.destroy());
    else response.end(bytes);
  });
  expect((await read()).equals(content)).toBe(true);
  expect(forgotten).toEqual(['a', 'a']);
});

test('a storage that ignores the range would bring bytes twice: that is an error, not an archive', async () => {
  const { read } = await serve((_request, response, call) => {
    response.writeHead(200, { 'content-length': content.length });
    if (call === 1) response.write(content.subarray(0, 1000), () => response.destroy());
    else response.end(content);
  });
  await expect(read()).rejects.toThrow('answered 200');
});

test('four refusals in a row are an error', async () => {
  const { read, calls } = await serve((_request, response) => response.writeHead(403).end());
  await expect(read()).rejects.toThrow('answered 403');
  expect(calls()).toBe(4);
});

test('a file that grew is an error; an empty one asks nobody', async () => {
  const { read, calls } = await serve((_request, response) => response.end(content));
  await expect(read(1000)).rejects.toThrow('changed');
  expect(await read(0)).toHaveLength(0);
  expect(calls()).toBe(1);
});

test('cancelling stops at once', async () => {
  const stop = new AbortController();
  const { read, calls } = await serve((_request, response) => {
    response.write(content.subarray(0, 10));
    stop.abort(new Error('cancelled'));
  });
  await expect(read(content.length, stop.signal)).rejects.toThrow('cancelled');
  expect(calls()).toBe(1);
});
