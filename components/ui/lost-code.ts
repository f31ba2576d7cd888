import { dismissToast, showToast } from './toast';

const onTheWay = 'code-on-the-way';
const firstRetryMs = 1_000;
const longestRetryMs = 30_000;

/** Says that what was asked for did not load, for what opens when it is asked for again. */
export function sayLost(error: unknown): void {
  console.error(error);
  showToast({
    id: 'lost-code',
    tone: 'warning',
    title: 'This did not load',
    detail: 'Check your connection and try again. If that does not help, reload the page.',
  });
}

/**
 * Asks for code until it is there, ever more seldom and whenever the network is back, and says so meanwhile: for what nobody
 * asks for twice. Only a script that did not arrive is asked for again; what fails when it runs is thrown.
 */
export async function untilLoaded<Code>(load: () => Promise<Code>): Promise<Code> {
  for (let retryMs = firstRetryMs; ; retryMs = Math.min(2 * retryMs, longestRetryMs)) {
    try {
      const code = await load();
      if (retryMs > firstRetryMs) dismissToast(onTheWay);
      return code;
    } catch (error) {
      // So does the bundler call it, on the server too.
      const isLost = error instanceof Error && error.name === 'ChunkLoadError';
      if (!isLost || typeof window === 'undefined') {
        dismissToast(onTheWay);
        throw error;
      }
      if (retryMs === firstRetryMs) {
        showToast({
          id: onTheWay,
          tone: 'warning',
          durationMs: Number.POSITIVE_INFINITY,
          title: 'Part of this page has not loaded',
          detail: 'It comes when the connection is back. If it does not, reload the page.',
        });
      }
      await nextChance(retryMs);
    }
  }
}

const nextChance = (withinMs: number) =>
  new Promise<unknown>((resolve) => {
    setTimeout(resolve, withinMs);
    window.addEventListener('online', resolve, { signal: AbortSignal.timeout(withinMs) });
  });
