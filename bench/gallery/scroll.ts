import type { Browser, Page } from '@playwright/test';
import pg from 'pg';
import type { Person } from '@/e2e/support/people';
import { seedManyFiles } from '@/scripts/testing/many-files';
import type { Bars } from './bars';
import { type Footprint, footprintOf, launchChromium, newVisit } from './chromium';
import { fillWithPhotographs } from './photo-library';
import { type Site, startSite } from './site';

const goals = { nodes: 1.2, heap: 1.5, slowFrames: 0.01 };
const shortItems = 1_000;
const slowFrameMs = 50;
/** Nothing more comes when nothing has moved for so long. */
const restMs = 500;
/** A hard fling: 6,000 pixels a second at 60 frames, for a second, once in ten pages. */
const flingPx = 100;
const flingFrames = 60;
const pagesBetween = 10;
/** A hand needs so long from the bar to the wheel; what the leap left to draw is not of the fling. */
const handMs = 200;
/** Pictures in the bucket that the seeded files share, each thumbnail with many. */
const pictures = 120;

type Ride = Footprint & { items: number; seconds: number } & Frames;
type Frames = { frames: number; slow: number; worstMs: number; leaps: number; afterLeapMs: number };

/** Scrolls through a long gallery and a short one, as tiles and as rows: nodes, heap, frames. */
export async function measureScroll(
  bars: Bars,
  { items, layouts }: { items: number; layouts: string[] },
): Promise<void> {
  const site = await startSite();
  const browser = await launchChromium();
  try {
    const photographer = await site.newPerson();
    await fillWithPhotographs(photographer, pictures);
    const short = await seeded(site, photographer, shortItems);
    const long = await seeded(site, photographer, items);
    console.log(`  plain pictures: ${described(await ridePlain(browser, site, short))}`);
    for (const layout of layouts) {
      const [a, b] = [await ride(browser, site, short, layout), await ride(browser, site, long, layout)];
      for (const each of [a, b]) console.log(`  ${layout}: ${described(each)}`);
      bars.check(`${layout}: DOM nodes`, b.nodes / a.nodes, { atMost: goals.nodes });
      bars.check(`${layout}: heap`, b.heapBytes / a.heapBytes, { atMost: goals.heap });
      bars.check(`${layout}: share of frames over 50 ms`, b.slow / b.frames, { atMost: goals.slowFrames }, 4);
    }
  } finally {
    await browser.close();
    await site.stop();
  }
}

const described = ({ items, seconds, frames, slow, worstMs, leaps, afterLeapMs, nodes, heapBytes }: Ride) =>
  `${items.toLocaleString('en')} items in ${seconds.toFixed(0)} s, ${frames} frames, ${slow} over 50 ms, ` +
  `the longest ${worstMs.toFixed(0)} ms, after a leap ${(afterLeapMs / Math.max(1, leaps)).toFixed(0)} ms on average; ${nodes} nodes, heap ${(heapBytes / 2 ** 20).toFixed(1)} MiB`;

/**
 * Somebody with so many files in one flat gallery. Four of five are pictures, whose thumbnails are those of the
 * photographer's: the objects are shared, the rows, signed URLs and pictures on the page are not.
 */
export async function seeded(site: Site, photographer: Person, items: number): Promise<Person> {
  const person = await site.newPerson();
  const client = new pg.Client({ connectionString: site.databaseUrl });
  await client.connect();
  const idOf = async ({ email }: Person) =>
    (await client.query<{ id: string }>('SELECT "id" FROM "User" WHERE "email" = $1', [email])).rows[0]?.id ??
    '';
  const [ownerId, photographerId] = [await idOf(person), await idOf(photographer)];
  await seedManyFiles(client, ownerId, items);
  await client.query(
    `UPDATE "File" f SET "folderId" = NULL, "trashedAt" = NULL,
       "objectKey" = CASE WHEN f."kind" = 'image' THEN f."objectKey" || '/' || p."object" ELSE f."objectKey" END,
       "thumbnailState" = CASE WHEN f."kind" = 'image' THEN 'ready' ELSE 'none' END::"ThumbnailState",
       "placeholder" = CASE WHEN f."kind" = 'image' THEN p."placeholder" END
     FROM (SELECT substring("objectKey" FROM '[^/]*$') AS "object", "placeholder", row_number() OVER () AS n
           FROM "File" WHERE "ownerId" = $2) p
     WHERE f."ownerId" = $1 AND p.n = 1 + abs(hashtext(f."id"::text)::bigint) % $3`,
    [ownerId, photographerId, pictures],
  );
  await client.query('DELETE FROM "Folder" WHERE "ownerId" = $1', [ownerId]);
  await client.query('VACUUM ANALYZE');
  await client.end();
  return person;
}

async function ride(browser: Browser, site: Site, person: Person, layout: string): Promise<Ride> {
  const context = await newVisit(browser, person);
  const page = await context.newPage();
  const cdp = await context.newCDPSession(page);
  await page.goto(`${site.url}/?layout=${layout}`);
  await page.locator('[data-id]').first().waitFor();
  const frames = await scrollToEnd(page);
  const items = await page
    .locator('table[role=grid], table[aria-rowcount]')
    .first()
    .getAttribute('aria-rowcount');
  const columns = layout === 'grid' ? await page.locator('tbody tr').first().locator('td').count() : 1;
  const seen = { ...(await footprintOf(cdp)), items: Number(items) * columns, ...frames };
  await context.close();
  return seen;
}

/**
 * As many pictures as the short gallery has, as large as its tiles, in a page of nothing else, flung through from end
 * to end: what this machine can draw.
 */
async function ridePlain(browser: Browser, site: Site, person: Person): Promise<Ride> {
  const pictureUrls: string[] = [];
  let cursor = '';
  do {
    const answer = await person.api.get(`/api/files?limit=200&kind=image${cursor && `&cursor=${cursor}`}`);
    const { items, nextCursor } = await answer.json();
    pictureUrls.push(
      ...items.map(({ thumbnails }: { thumbnails: Record<string, string> }) => thumbnails[320]),
    );
    cursor = nextCursor ?? '';
  } while (cursor !== '');
  const context = await newVisit(browser);
  const page = await context.newPage();
  const cdp = await context.newCDPSession(page);
  await page.goto(`${site.url}/sign-in`);
  await page.evaluate((urls) => {
    document.body.innerHTML = `<div style="display:grid;grid-template-columns:repeat(auto-fill,minmax(152px,1fr));gap:8px 8px;row-gap:56px">${urls
      .map(
        (url) =>
          `<img loading="lazy" decoding="async" style="width:100%;aspect-ratio:1;object-fit:cover" src="${url.replaceAll('&', '&amp;')}">`,
      )
      .join('')}</div>`;
  }, pictureUrls);
  const frames = await scrollToEnd(page, 0);
  const seen = { ...(await footprintOf(cdp)), items: pictureUrls.length, ...frames };
  await context.close();
  return seen;
}

/**
 * Goes through all pages as somebody in a hurry does: drags the bar to the end of what is there, and every tenth page
 * flings for a second. The flings' frames count, with all that happens in them.
 */
export function scrollToEnd(
  page: Page,
  between = pagesBetween,
): Promise<Pick<Ride, 'seconds' | keyof Frames>> {
  return page.evaluate(
    ({ flingPx, flingFrames, pagesBetween, handMs, slowFrameMs, restMs }) =>
      new Promise((resolve, reject) => {
        const root = document.documentElement;
        const started = performance.now();
        const seen = { frames: 0, slow: 0, worstMs: 0, leaps: 0, afterLeapMs: 0 };
        let [last, height, changedAt] = [started, root.scrollHeight, started];
        let [pages, flings, flingAt] = [pagesBetween, 0, 0];
        let counts = false;
        let heldMs = 0;
        const move = (toEnd: boolean) => {
          const before = window.scrollY;
          const rest = root.scrollHeight - window.innerHeight - before;
          // Two screens before the end, so that the next page comes while there is still something to see.
          const leap = Math.max(flingPx, rest - 2 * window.innerHeight);
          window.scrollBy({ top: toEnd ? leap : flingPx, behavior: 'instant' });
          return window.scrollY !== before;
        };
        const frame = (now: number) => {
          const hasGrown = root.scrollHeight !== height;
          const tookMs = now - last;
          if (counts) {
            seen.frames += 1;
            if (tookMs > slowFrameMs) seen.slow += 1;
            seen.worstMs = Math.max(seen.worstMs, tookMs);
          }
          height = root.scrollHeight;
          last = now;
          if (hasGrown) pages += 1;
          if (flings === 0 && pages >= pagesBetween)
            [pages, flings, flingAt] = [0, flingFrames, now + handMs];
          const isHeld = now < flingAt;
          // The longest frame of each pause: what the leap before it left to draw.
          if (isHeld) heldMs = Math.max(heldMs, tookMs);
          else if (heldMs > 0)
            [seen.leaps, seen.afterLeapMs, heldMs] = [seen.leaps + 1, seen.afterLeapMs + heldMs, 0];
          const isFling = !isHeld && flings > 0;
          if (isFling) flings -= 1;
          const hasMoved = !isHeld && move(!isFling);
          counts = isFling && hasMoved;
          if (hasMoved || hasGrown || isHeld) changedAt = now;
          const isLoading = document.querySelector('[aria-rowcount="-1"]') !== null;
          if (now - changedAt > 30_000) reject(new Error('The next page does not come.'));
          else if (isLoading || now - changedAt < restMs) requestAnimationFrame(frame);
          else resolve({ ...seen, seconds: (changedAt - started) / 1000 });
        };
        requestAnimationFrame(frame);
      }),
    { flingPx, flingFrames, pagesBetween: between, handMs, slowFrameMs, restMs },
  );
}
