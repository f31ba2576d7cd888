import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { decode, readText, textBytes } from './read-text';

const never = new AbortController().signal;

test('UTF-8 and both UTF-16 are read; a character cut by the range is left out', () => {
  const bytes = new TextEncoder().encode('日本');
  expect(decode(bytes, true)).toBe('日本');
  expect(decode(bytes.subarray(0, 5), false)).toBe('日');
  expect(decode(new Uint8Array([0xff, 0xfe, 0x41, 0x00]), true)).toBe('A');
  expect(decode(new Uint8Array([0xfe, 0xff, 0x00, 0x41]), true)).toBe('A');
  expect(decode(new Uint8Array([0x61, 0xff]), true)).toBe('a\ufffd');
});

test('a long text is read up to a megabyte, a short one whole, an empty one without asking', async () => {
  const seen: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    seen.push(request.headers.range);
    response.end('x'.repeat(textBytes + 5));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  try {
    const long = await readText(url, textBytes + 5, never);
    expect(long.text.length).toBe(textBytes);
    expect(long.isWhole).toBe(false);
    expect((await readText(url, 3, never)).isWhole).toBe(true);
    expect(await readText(url, 0, never)).toEqual({ text: '', isWhole: true });
    expect(seen).toEqual([`bytes=0-${textBytes - 1}`, undefined]);
  } finally {
    server.close();
  }
});
