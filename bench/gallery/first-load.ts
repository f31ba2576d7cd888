import type { Browser, CDPSession, Page } from '@playwright/test';
import { startEmptyNext } from '@/bench/load/servers';
import type { Person } from '@/e2e/support/people';
import { type Bars, median } from './bars';
import { launchChromium, newVisit } from './chromium';
import { fillWithPhotographs } from './photo-library';
import { startSite } from './site';

const goals = { largestPaint: 1.3, shift: 0.02, blocking: 150, script: 1.35 };
const photographs = 120;
/** A page is at rest after so long without a task, a paint or an answer. */
const restMs = 1_500;
/** A new window of Chromium draws its own toolbar, a page of its own, for so long: it would be measured with ours. */
const windowMs = 2_000;

type Condition = { name: string; slowdown: number; link?: { latencyMs: number; bytesPerSecond: number } };
const loopback: Condition = { name: 'loopback', slowdown: 1 };
/** Lighthouse's own: "Slow 4G" is 1.6 Mbit/s and 150 ms, processor four times slower. */
const phone: Condition = { name: 'phone', slowdown: 4, link: { latencyMs: 150, bytesPerSecond: 200_000 } };
const slowed: Condition = { name: 'processor 4 times slower', slowdown: 4 };

type Load = {
  firstPaint: number;
  largestPaint: number;
  shift: number;
  blocking: number;
  scriptBytes: number;
};
type Visitor = { url: string; person?: Person };

/** The gallery of somebody with photographs, beside a Next page of one heading: each round a browser's first visit. */
export async function measureFirstLoad(bars: Bars, { rounds }: { rounds: number }): Promise<void> {
  const [site, empty] = await Promise.all([startSite(), startEmptyNext()]);
  const browser = await launchChromium();
  try {
    const person = await site.newPerson();
    await fillWithPhotographs(person, photographs);
    const [gallery, heading]: Visitor[] = [{ url: `${site.url}/`, person }, { url: empty.behindFront }];
    for (const condition of [loopback, slowed, phone]) {
      const loads: [Load[], Load[]] = [[], []];
      for (let round = -1; round < rounds; round += 1) {
        for (const [index, visitor] of [gallery, heading].entries()) {
          const load = await visit(browser, visitor as Visitor, condition);
          if (round >= 0) loads[index]?.push(load);
        }
      }
      judge(bars, condition, loads);
    }
  } finally {
    await browser.close();
    await Promise.all([site.stop(), empty.stop()]);
  }
}

function judge(bars: Bars, { name, slowdown }: Condition, [gallery, heading]: [Load[], Load[]]): void {
  const of = (loads: Load[], key: keyof Load) => median(loads.map((load) => load[key]));
  const say = (loads: Load[]) =>
    `first paint ${of(loads, 'firstPaint').toFixed(0)} ms, largest ${of(loads, 'largestPaint').toFixed(0)} ms, ` +
    `blocked ${of(loads, 'blocking').toFixed(0)} ms, ${(of(loads, 'scriptBytes') / 1000).toFixed(0)} kB of script`;
  console.log(`  ${name}: gallery ${say(gallery)}\n  ${' '.repeat(name.length)}  heading ${say(heading)}`);
  const ratio = of(gallery, 'largestPaint') / of(heading, 'largestPaint');
  bars.check(`${name}: largest contentful paint`, ratio, { atMost: goals.largestPaint });
  bars.check(`${name}: layout shift`, of(gallery, 'shift'), { atMost: goals.shift }, 4);
  if (slowdown > 1)
    bars.check(`${name}: blocking time, ms`, of(gallery, 'blocking'), { atMost: goals.blocking }, 0);
  else
    bars.check('script on the wire', of(gallery, 'scriptBytes') / of(heading, 'scriptBytes'), {
      atMost: goals.script,
    });
}

async function visit(browser: Browser, { url, person }: Visitor, condition: Condition): Promise<Load> {
  const context = await newVisit(browser, person);
  const page = await context.newPage();
  const cdp = await context.newCDPSession(page);
  const scriptBytes = await countScripts(cdp);
  await impose(cdp, condition);
  await page.addInitScript(watchPaints);
  await page.waitForTimeout(windowMs);
  await page.goto(url);
  const seen = await atRest(page);
  await context.close();
  return { ...seen, scriptBytes: scriptBytes() };
}

async function impose(cdp: CDPSession, { slowdown, link }: Condition): Promise<void> {
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
  if (!link) return;
  await cdp.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: link.latencyMs,
    downloadThroughput: link.bytesPerSecond,
    uploadThroughput: link.bytesPerSecond,
  });
}

/** Bytes of scripts as they came over the wire, headers too. */
async function countScripts(cdp: CDPSession): Promise<() => number> {
  const scripts = new Set<string>();
  let bytes = 0;
  cdp.on('Network.responseReceived', ({ requestId, type }) => {
    if (type === 'Script') scripts.add(requestId);
  });
  cdp.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (scripts.has(requestId)) bytes += encodedDataLength;
  });
  await cdp.send('Network.enable');
  return () => bytes;
}

type Watched = {
  firstPaint: number;
  largestPaint: number;
  shift: number;
  tasks: [number, number][];
  lastAt: number;
};
declare global {
  interface Window {
    watched: Watched;
  }
}

/** Runs in the page before anything else of it. */
function watchPaints(): void {
  const watched: Watched = { firstPaint: 0, largestPaint: 0, shift: 0, tasks: [], lastAt: 0 };
  window.watched = watched;
  const watch = (type: string, take: (entry: PerformanceEntry) => void) =>
    new PerformanceObserver((list) => {
      watched.lastAt = performance.now();
      for (const entry of list.getEntries()) take(entry);
    }).observe({ type, buffered: true });
  watch('paint', ({ name, startTime }) => {
    if (name === 'first-contentful-paint') watched.firstPaint = startTime;
  });
  watch('largest-contentful-paint', ({ startTime }) => {
    watched.largestPaint = startTime;
  });
  watch('layout-shift', (entry) => {
    watched.shift += (entry as PerformanceEntry & { value: number }).value;
  });
  watch('longtask', ({ startTime, duration }) => watched.tasks.push([startTime, duration]));
  watch('resource', () => {});
}

/** Waits until nothing has happened for a while; blocking time is what tasks after the first paint took beyond 50 ms. */
async function atRest(page: Page): Promise<Omit<Load, 'scriptBytes'>> {
  await page.waitForFunction(
    (quietMs) =>
      document.readyState === 'complete' &&
      window.watched.largestPaint > 0 &&
      performance.now() - window.watched.lastAt > quietMs,
    restMs,
    { polling: 100 },
  );
  const { tasks, firstPaint, largestPaint, shift } = await page.evaluate(() => window.watched);
  const blocking = tasks
    .map(([start, duration]) => start + duration - Math.max(start, firstPaint))
    .reduce((sum, duration) => sum + Math.max(0, duration - 50), 0);
  return { firstPaint, largestPaint, shift, blocking };
}
