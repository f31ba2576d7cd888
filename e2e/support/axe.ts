import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';

const standards = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'];

/**
 * What axe finds on page as it stands, one line for each rule: every rule in the light theme, and in the dark one
 * those that look at colours, for nothing else differs between them. `without`: parts that only repeat others.
 */
export async function violations(page: Page, without: string[] = []): Promise<string[]> {
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
  const dark = await axe(page, without).withRules(['color-contrast', 'link-in-text-block']).analyze();
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  const light = await axe(page, without).withTags(standards).analyze();
  const { pathname } = new URL(page.url());
  return [
    ...light.violations.map((found) => ({ theme: 'light', ...found })),
    ...dark.violations.map((found) => ({ theme: 'dark', ...found })),
  ].map(({ theme, id, nodes }) => `${pathname} ${theme} ${id}: ${nodes[0]?.html.slice(0, 120)}`);
}

/** Looks at this page alone (no page of it is put together from other origins), and tells of violations alone: faster. */
function axe(page: Page, without: string[]): AxeBuilder {
  const builder = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ['violations'] });
  for (const selector of without) builder.exclude(selector);
  return builder;
}
