import { existsSync } from 'node:fs';
import { run } from './run';

const SYSTEM_BROWSERS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome-stable'];

/** A Chromium of this system: CHROMIUM_PATH, else the usual places. */
export function findSystemBrowser(): string | undefined {
  return [process.env.CHROMIUM_PATH, ...SYSTEM_BROWSERS].find((file) => file && existsSync(file));
}

/**
 * Makes sure that Playwright has a browser: the system's, its own, Debian's package where we may install it, its own
 * download. False, with a sentence, when none of these worked: end-to-end tests are never skipped.
 */
export async function ensureBrowser(): Promise<boolean> {
  if (findSystemBrowser() || (await hasPlaywrightBrowser())) return true;
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    console.log('Installing Chromium with apt-get …');
    // In one piece: other steps run beside it.
    const options = { env: { DEBIAN_FRONTEND: 'noninteractive' }, isBuffered: true };
    await run('apt-get', ['update', '-qq'], options);
    await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], options);
    if (findSystemBrowser()) return true;
  }
  console.log('Downloading Chromium with Playwright …');
  if ((await run('npx', ['playwright', 'install', 'chromium'], { isBuffered: true })) === 0) return true;
  console.error('No Chromium for the end-to-end tests: install one and set CHROMIUM_PATH to it.');
  return false;
}

async function hasPlaywrightBrowser(): Promise<boolean> {
  const { chromium } = await import('@playwright/test');
  return existsSync(chromium.executablePath());
}
