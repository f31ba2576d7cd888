import { noise } from './support/files';
import { appUrl, expect, test } from './support/people';
import { uploaded } from './support/tray';

/** 1 GiB in `npm run test:long`; a quarter here. */
const sizeBytes = Number(process.env.SLUICE_TRAFFIC_BYTES ?? 256 * 2 ** 20);
const allowedPerGibibyte = 300_000;

test('the app itself moves next to nothing while a large file goes up and down', async ({
  signedIn: page,
}) => {
  test.setTimeout(300_000);
  const origin = new URL(appUrl()).origin;
  let appBytes = 0;
  page.on('requestfinished', async (request) => {
    if (new URL(request.url()).origin !== origin || !request.url().includes('/api/')) return;
    const sizes = await request.sizes();
    appBytes +=
      sizes.requestBodySize + sizes.requestHeadersSize + sizes.responseBodySize + sizes.responseHeadersSize;
  });
  // Playwright hands over at most 50 MiB in memory; the page makes the bytes itself, by pieces.
  const piece = noise('piece.bin', 2 ** 20).buffer.toString('base64');
  const madeBytes = await page.evaluate(
    async ({ base64, count }) => {
      const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
      const file = new File(
        Array.from({ length: count }, () => bytes),
        'traffic.bin',
      );
      const transfer = new DataTransfer();
      transfer.items.add(file);
      const input = document.querySelector<HTMLInputElement>('input[type=file]:not([webkitdirectory])');
      if (!input) throw new Error('no file input');
      input.files = transfer.files;
      input.dispatchEvent(new Event('change', { bubbles: true }));
      return file.size;
    },
    { base64: piece, count: sizeBytes / 2 ** 20 },
  );
  expect(madeBytes).toBe(sizeBytes);
  await uploaded(page, 1, 180_000);
  const { items } = await (await page.request.get('/api/files')).json();
  const { presign } = await (
    await page.request.post(`/api/files/${items[0].id}/presign`, { data: {}, headers: { origin } })
  ).json();
  const received = await page.evaluate(async (url) => {
    const reader = (await fetch(url)).body?.getReader();
    let bytes = 0;
    for (;;) {
      const step = await reader?.read();
      if (!step || step.done) return bytes;
      bytes += step.value.length;
    }
  }, presign.url);
  expect(received).toBe(sizeBytes);
  const allowed = Math.max(allowedPerGibibyte * (sizeBytes / 2 ** 30), 100_000);
  console.log(`${sizeBytes} bytes up and down: ${appBytes} bytes through the app (${allowed} allowed)`);
  expect(appBytes).toBeGreaterThan(0);
  expect(appBytes).toBeLessThanOrEqual(allowed);
});
