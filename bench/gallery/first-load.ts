import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import type { Browser, CDPSession, Page } from '@playwright/test';
import { startEmptyNext } from '@/bench/load/servers';
import type { Person } from '@/e2e/support/people';
import { type Bars, median } from './bars';
import { launchChromium, newVisit } from './chromium';
import { fillWithPhotographs } from './photo-library';
import { startSite } from './site';

const goals = { largestPaint: 1.3, shift: 0.02, blocking: 150, script: 1.35 };
const photographs = 120;
/** Tiles that the window shows at once: seven side by side, five rows. */
const inSight = 35;
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
/**
 * `still`: the gallery as the server drew it, answered from memory, its style within, without script or session.
 * `pictures`: those of the gallery that are in sight, in a static page without style, script or session.
 */
const pages = ['gallery', 'heading', 'still', 'pictures'] as const;
type PageName = (typeof pages)[number];
type Loads = Record<PageName, Load[]>;

/**
 * The gallery of somebody with photographs, beside a Next page of one heading, the same gallery as nothing but a document,
 * and a bare page of the same pictures: each round a browser's first visit.
 */
export async function measureFirstLoad(bars: Bars, { rounds }: { rounds: number }): Promise<void> {
  const [site, empty] = await Promise.all([startSite(), startEmptyNext()]);
  const browser = await launchChromium();
  const ends = [() => browser.close(), site.stop, empty.stop];
  try {
    const person = await site.newPerson();
    await fillWithPhotographs(person, photographs);
    const still = await serveStatic(await drawStill(site.url, person));
    ends.push(still.stop);
    const pictures = await serveStatic(await drawPictures(person));
    ends.push(pictures.stop);
    const visitors: Record<PageName, Visitor> = {
      gallery: { url: `${site.url}/`, person },
      heading: { url: empty.behindFront },
      still: { url: still.url },
      pictures: { url: pictures.url },
    };
    for (const condition of [loopback, slowed, phone]) {
      const loads: Loads = { gallery: [], heading: [], still: [], pictures: [] };
      for (let round = -1; round < rounds; round += 1) {
        for (const page of pages) {
          const load = await visit(browser, visitors[page], condition);
          if (round >= 0) loads[page].push(load);
        }
      }
      judge(bars, condition, loads);
    }
  } finally {
    for (const end of ends) await end();
  }
}

/** The gallery's page without its scripts, every style sheet where its link was. */
async function drawStill(url: string, { api }: Person): Promise<string> {
  let html = await (await api.get('/')).text();
  for (const [link, href] of html.matchAll(/<link rel="stylesheet" href="([^"]+)"[^>]*>/g)) {
    const style = await (await fetch(new URL(href ?? '', url))).text();
    html = html.replace(link, () => `<style>${style}</style>`);
  }
  if (!html.includes('<style>') || !html.includes('<img')) throw new Error('This is not the gallery.');
  return html
    .replaceAll(/<script[^>]*>.*?<\/script>/gs, '')
    .replaceAll(/<link rel="(?:preload|manifest|icon|apple-touch-icon)"[^>]*>/g, '');
}

/** As many pictures as the gallery shows at first, and nothing else. */
async function drawPictures({ api }: Person): Promise<string> {
  const { items } = await (await api.get(`/api/files?limit=${inSight}`)).json();
  return `<!doctype html><title>Pictures</title>${items
    .map(({ thumbnails }: { thumbnails: { 320: string } }) => thumbnails[320].replaceAll('&', '&amp;'))
    .map((url: string) => `<img width="158" height="158" alt="" src="${url}">`)
    .join('')}`;
}

/** Answers `/` with `html`, compressed once, from memory. */
async function serveStatic(html: string): Promise<{ url: string; stop: () => Promise<void> }> {
  const body = gzipSync(html);
  const server = createServer((request, response) => {
    if (request.url !== '/') response.writeHead(404).end();
    else
      response
        .writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-encoding': 'gzip' })
        .end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const stop = async () => {
    server.close();
    server.closeAllConnections();
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, stop };
}

function judge(bars: Bars, { name, slowdown }: Condition, loads: Loads): void {
  const { gallery, heading } = loads;
  const of = (visits: Load[], key: keyof Load) => median(visits.map((load) => load[key]));
  const say = (visits: Load[]) =>
    `first paint ${of(visits, 'firstPaint').toFixed(0)} ms, largest ${of(visits, 'largestPaint').toFixed(0)} ms, ` +
    `blocked ${of(visits, 'blocking').toFixed(0)} ms, ${(of(visits, 'scriptBytes') / 1000).toFixed(0)} kB of script`;
  console.log(`  ${name}:`);
  for (const page of pages) console.log(`    ${page.padEnd(8)} ${say(loads[page])}`);
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
