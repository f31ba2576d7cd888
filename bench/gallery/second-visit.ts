import type { BrowserContext } from '@playwright/test';
import type { Bars } from './bars';
import { launchChromium, newVisit } from './chromium';
import { fillWithPhotographs } from './photo-library';
import { startSite } from './site';

const goal = 0.05;
const photographs = 120;

type Wire = { bytes: Map<string, number>; requests: number };

/** What a gallery of photographs takes from the wire when it is opened, and when it is opened again. */
export async function measureSecondVisit(bars: Bars): Promise<void> {
  const site = await startSite();
  const browser = await launchChromium();
  try {
    const person = await site.newPerson();
    await fillWithPhotographs(person, photographs);
    const context = await newVisit(browser, person);
    const first = await visit(context, site.url);
    const second = await visit(context, site.url);
    for (const [name, wire] of Object.entries({ first, second }))
      console.log(`  ${name} visit: ${described(wire)}`);
    bars.check('bytes of the second visit', total(second) / total(first), { atMost: goal }, 4);
  } finally {
    await browser.close();
    await site.stop();
  }
}

const total = ({ bytes }: Wire) => [...bytes.values()].reduce((sum, each) => sum + each, 0);

const described = (wire: Wire) =>
  `${(total(wire) / 1000).toFixed(0)} kB, ${wire.requests} answers (${[...wire.bytes]
    .map(([type, bytes]) => `${type} ${(bytes / 1000).toFixed(1)}`)
    .join(', ')})`;

/** A page of its own in the same browser: everything that comes until the network is idle, headers too. */
async function visit(context: BrowserContext, url: string): Promise<Wire> {
  const page = await context.newPage();
  const cdp = await context.newCDPSession(page);
  const types = new Map<string, string>();
  const wire: Wire = { bytes: new Map(), requests: 0 };
  cdp.on('Network.responseReceived', ({ requestId, type }) => types.set(requestId, type));
  cdp.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (encodedDataLength === 0) return;
    const type = types.get(requestId) ?? 'Preflight';
    wire.requests += 1;
    wire.bytes.set(type, (wire.bytes.get(type) ?? 0) + encodedDataLength);
  });
  await cdp.send('Network.enable');
  await page.goto(url, { waitUntil: 'networkidle' });
  await page.close();
  return wire;
}
