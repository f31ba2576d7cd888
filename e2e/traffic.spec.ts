import { fetchDigest, writeNoise } from './support/disk-files';
import { appUrl, expect, test } from './support/people';
import { uploaded } from './support/tray';

/** A quarter of a GiB; `SLUICE_TRAFFIC_BYTES=1073741824 npx playwright test traffic` for the whole. */
const sizeBytes = Number(process.env.SLUICE_TRAFFIC_BYTES ?? 256 * 2 ** 20);
const allowedPerGibibyte = 300_000;

test('the app itself moves next to nothing while a large file goes up and down', async ({
  signedIn: page,
}, testInfo) => {
  test.setTimeout(600_000);
  const origin = new URL(appUrl()).origin;
  let appBytes = 0;
  page.on('requestfinished', async (request) => {
    if (new URL(request.url()).origin !== origin || !request.url().includes('/api/')) return;
    const sizes = await request.sizes();
    appBytes +=
      sizes.requestBodySize + sizes.requestHeadersSize + sizes.responseBodySize + sizes.responseHeadersSize;
  });
  const path = testInfo.outputPath('traffic.bin');
  const sha256 = await writeNoise(path, sizeBytes);
  await page.locator('input[type=file]:not([webkitdirectory])').first().setInputFiles(path);
  await uploaded(page, 1, 480_000);
  const { items } = await (await page.request.get('/api/files')).json();
  const { presign } = await (
    await page.request.post(`/api/files/${items[0].id}/presign`, { data: {}, headers: { origin } })
  ).json();
  expect(await fetchDigest(presign.url)).toEqual({ bytes: sizeBytes, sha256 });
  const allowed = Math.max(allowedPerGibibyte * (sizeBytes / 2 ** 30), 100_000);
  console.log(`${sizeBytes} bytes up and down: ${appBytes} bytes through the app (${allowed} allowed)`);
  expect(appBytes).toBeGreaterThan(0);
  expect(appBytes).toBeLessThanOrEqual(allowed);
});
