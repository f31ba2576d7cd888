import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { startBucket } from '@/lib/bucket';
import { type Endpoint, encode, send, sign } from '@/lib/bucket/conformance/client';
import { pdf } from './support/files';

let bucket: Awaited<ReturnType<typeof startBucket>>;
let folder: string;
let endpoint: Endpoint;

/** Another site on this machine: a page with a frame. Browsers keep sites elsewhere from reaching into it. */
const otherSite = createServer((request, response) => {
  const shown = new URL(request.url ?? '', 'http://localhost').searchParams.get('show') ?? '';
  response.setHeader('Content-Type', 'text/html');
  response.end(`<iframe src="${shown.replaceAll('&', '&amp;')}" width="600" height="400"></iframe>`);
});

test.beforeAll(async () => {
  await new Promise<void>((listening) => otherSite.listen(0, '127.0.0.1', listening));
  folder = await mkdtemp(join(tmpdir(), 'bucket-e2e-'));
  const key = { accessKeyId: 'BROWSERTEST', secretAccessKey: 'a secret of one test' };
  bucket = await startBucket({ port: 0, dataDir: folder, keys: [key] });
  endpoint = { url: new URL(bucket.url), region: 'us-east-1', ...key };
  await send(endpoint, { method: 'PUT', path: '/test' });
});

test.afterAll(async () => {
  otherSite.closeAllConnections();
  otherSite.close();
  await bucket.close();
  await rm(folder, { recursive: true });
});

/** Stores an object and returns a URL that shows it in the browser under the given type. */
async function stored(name: string, type: string, body: Buffer | string): Promise<string> {
  const path = `/test/${name}`;
  await send(endpoint, { method: 'PUT', path, body, headers: { 'content-type': type } });
  const query: [string, string][] = [['response-content-disposition', 'inline']];
  const signed = sign(endpoint, { path, query, signing: { form: 'query' } });
  const search = signed.query.map(([key, value]) => `${encode(key)}=${encode(value)}`).join('&');
  return new URL(`${path}?${search}`, endpoint.url).href;
}

/** Opens a page of another site that shows url in a frame. */
async function openFramed(page: Page, url: string): Promise<void> {
  const { port } = otherSite.address() as AddressInfo;
  await page.goto(`http://localhost:${port}/?show=${encodeURIComponent(url)}`);
}

const beacon = 'https://example.com/ran';
const script = `<script>document.title = 'ran'; fetch('${beacon}'); parent.postMessage('ran', '*')</script>`;
const documents = [
  { name: 'page.html', type: 'text/html', body: `<title>still</title><p>Hello</p>${script}` },
  {
    name: 'image.svg',
    type: 'image/svg+xml',
    body: `<svg xmlns="http://www.w3.org/2000/svg"><title>still</title>${script}</svg>`,
  },
  { name: 'text.txt', type: 'text/plain', body: `<title>still</title>${script}` },
];

for (const { name, type, body } of documents) {
  test(`${name} from the bucket runs no script, in a tab or in a frame`, async ({ page }) => {
    const url = await stored(name, type, body);
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    await page.goto(url);
    expect(await page.title()).not.toBe('ran');
    const origin = await page.evaluate(() => globalThis.origin);
    expect(origin, 'the document has no origin of the bucket').toBe('null');
    await openFramed(page, url);
    expect(page.frames().map((frame) => frame.url())).toContain(url);
    expect(asked).not.toContain(beacon);
  });
}

test('a PDF from the bucket is shown by the browser, in a tab and in a frame', async ({ page }) => {
  const url = await stored('paper.pdf', 'application/pdf', pdf().buffer);
  const isShown = () => page.frames().some((frame) => frame.url().startsWith('chrome-extension://'));
  await page.goto(url);
  await expect.poll(isShown).toBe(true);
  await openFramed(page, url);
  await expect.poll(isShown).toBe(true);
});
