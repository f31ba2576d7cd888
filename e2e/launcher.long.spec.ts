import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { isAlive } from '@/scripts/services/processes';
import { findLanAddress } from '@/scripts/start/lan';
import { fetchDigest } from './support/disk-files';
import { jpeg, noise, sha256 } from './support/files';
import { findPart, listBucket } from './support/parts';
import { password } from './support/people';
import { type Stack, startStack } from './support/stack';
import { uploaded } from './support/tray';

const owner = 'owner@example.com';

async function setUp(page: Page, stack: Stack): Promise<void> {
  await page.goto(stack.url);
  await page.getByLabel('One-time code').fill(stack.setupCode ?? '');
  await page.getByLabel('Name', { exact: true }).fill('Grace Hopper');
  await page.getByLabel('E-mail').fill(owner);
  await page.getByLabel('Password', { exact: true }).fill(password());
  await page.locator('button[type=submit]').click();
  await expect(page.getByRole('button', { name: 'Choose files' })).toBeVisible();
}

test.describe('over --lan', () => {
  test.use({ viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true });

  test('a phone sets up, uploads, sees and gets back its files at the printed address', async ({ page }) => {
    test.setTimeout(300_000);
    const address = findLanAddress();
    expect(address, 'this machine has no network to open to').not.toBeNull();
    const stack = await startStack({ args: ['--lan'] });
    try {
      expect(new URL(stack.url).hostname).toBe(address);
      await setUp(page, stack);
      // Plain http on a network address: what browsers keep for secure pages is missing.
      expect(await page.evaluate(() => window.isSecureContext)).toBe(false);
      const files = [await jpeg('from the phone.jpg'), noise('large.bin', 20 * 2 ** 20)];
      await page.locator('input[type=file]:not([webkitdirectory])').first().setInputFiles(files);
      await uploaded(page, 2, 120_000);
      await expect(page.getByRole('gridcell', { name: /from the phone/ }).locator('img')).toBeVisible({
        timeout: 60_000,
      });
      const { items } = await (await page.request.get(`${stack.url}/api/files`)).json();
      for (const { name, buffer } of files) {
        const { id } = items.find((item: { name: string }) => item.name === name);
        const answer = await page.request.post(`${stack.url}/api/files/${id}/presign`, {
          data: {},
          headers: { origin: stack.url },
        });
        const { presign } = await answer.json();
        expect(new URL(presign.url).hostname).toBe(address);
        expect((await fetchDigest(presign.url)).sha256).toBe(sha256(buffer));
      }
      const foreign = await page.request.get(`http://127.0.0.1:${new URL(stack.url).port}/sign-in`, {
        headers: { host: 'elsewhere.example' },
      });
      expect(foreign.status()).toBe(421);
      expect(await foreign.text()).toContain(stack.url);
    } finally {
      await stack.stop();
    }
  });
});

test('a second launcher says one sentence; what a killed one leaves is ended by the next', async ({
  page,
}) => {
  test.setTimeout(300_000);
  const dir = mkdtempSync(path.join(process.env.SLUICE_TEST_DIR ?? os.tmpdir(), 'sluice-e2e-'));
  const first = await startStack({ dir, keepData: true });
  try {
    await setUp(page, first);
    await page
      .locator('input[type=file]:not([webkitdirectory])')
      .first()
      .setInputFiles([await jpeg()]);
    await uploaded(page, 1);
    const { keys } = await listBucket(first);

    const again = spawnSync(process.execPath, ['scripts/start.mjs'], {
      env: { ...process.env, SLUICE_DATA_DIR: path.join(dir, 'data'), PORT: new URL(first.url).port },
      encoding: 'utf8',
    });
    expect(again.status).not.toBe(0);
    expect(`${again.stdout}${again.stderr}`).toContain(first.url);

    const children = (['app', 'bucket', 'database'] as const).map((part) => findPart(first, part));
    process.kill(first.pid, 'SIGKILL');
    const second = await startStack({ dir, keepData: true });
    try {
      console.log(/ready at.*/.exec(second.output())?.[0]);
      for (const pid of children) expect(pid !== null && isAlive(pid)).toBe(false);
      expect((await listBucket(second)).keys).toEqual(expect.arrayContaining(keys));
    } finally {
      await second.stop();
    }
  } finally {
    await first.stop();
    rmSync(dir, { recursive: true, force: true });
  }
});
