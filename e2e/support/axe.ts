import { expect, type Page } from '@playwright/test';
import axe, { type AxeResults, type RunOptions } from 'axe-core';

type Axe = typeof axe;

const standards = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'];
const ofColours = ['color-contrast', 'link-in-text-block'];

/**
 * What axe finds on page as it stands, one line for each rule: every rule in the light theme, and in the dark one
 * those that look at colours, for nothing else differs between them. Begins with the theme that page has: drawing all of
 * it anew takes as long as looking at it; leaves it in the other one.
 */
export async function violations(page: Page): Promise<string[]> {
  const isDark = await page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches);
  const { pathname } = new URL(page.url());
  const found: string[] = [];
  for (const theme of isDark ? (['dark', 'light'] as const) : (['light', 'dark'] as const)) {
    await showIn(page, theme);
    const only: RunOptions['runOnly'] =
      theme === 'dark' ? { type: 'rule', values: ofColours } : { type: 'tag', values: standards };
    for (const { id, nodes } of (await run(page, only)).violations)
      found.push(`${pathname} ${theme} ${id}: ${nodes[0]?.html.slice(0, 120)}`);
  }
  return found;
}

/** Resolves when every colour is there: without motion ours are at once, those of the API's reference pass. */
async function showIn(page: Page, colorScheme: 'light' | 'dark'): Promise<void> {
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
  const isPassing = async () => {
    await new Promise(requestAnimationFrame);
    return document.getAnimations().some((animation) => animation instanceof CSSTransition);
  };
  await expect.poll(() => page.evaluate(isPassing)).toBe(false);
}

/** axe itself: its builder for Playwright would bring the script anew for each theme, and look into frames. */
async function run(page: Page, runOnly: RunOptions['runOnly']): Promise<AxeResults> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
  return page.evaluate(
    (only) => (window as unknown as { axe: Axe }).axe.run({ runOnly: only, resultTypes: ['violations'] }),
    runOnly,
  );
}
