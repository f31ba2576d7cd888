import { existsSync } from 'node:fs';
import { type Browser, type BrowserContext, type CDPSession, chromium } from '@playwright/test';
import type { Person } from '@/e2e/support/people';

const systemBrowsers = [process.env.CHROMIUM_PATH, '/usr/bin/chromium', '/usr/bin/google-chrome-stable'];

/** A headless Chromium: the system's, else Playwright's own. */
export function launchChromium(): Promise<Browser> {
  const executablePath = systemBrowsers.find((path) => path && existsSync(path));
  return chromium.launch({
    ...(executablePath ? { executablePath } : {}),
    args: [
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--disable-gpu',
      '--disable-background-networking',
    ],
  });
}

/** A browser that has never been here, signed in as `person` where there is one. */
export async function newVisit(browser: Browser, person?: Person): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  // tsx names functions by a helper that the page does not have.
  await context.addInitScript('globalThis.__name = (named) => named;');
  if (person) await context.addCookies((await person.api.storageState()).cookies);
  return context;
}

export type Footprint = { nodes: number; heapBytes: number };

/** DOM nodes (those nobody sees but scripts hold count too) and heap of a page after a collection. */
export async function footprintOf(cdp: CDPSession): Promise<Footprint> {
  await cdp.send('Performance.enable');
  await cdp.send('HeapProfiler.collectGarbage');
  await cdp.send('HeapProfiler.collectGarbage');
  const { metrics } = await cdp.send('Performance.getMetrics');
  const nodes = metrics.find(({ name }) => name === 'Nodes')?.value ?? Number.NaN;
  return { nodes, heapBytes: (await cdp.send('Runtime.getHeapUsage')).usedSize };
}
