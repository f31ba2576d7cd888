import { type ComponentType, lazy } from 'react';
import { showToast } from './toast';

const retryMs = 3_000;

/**
 * A component whose code travels when it is first drawn, or when it becomes likely (`preload`). What does not load is
 * asked for again until it is there, and the page says so once: a lost connection must not put an error page in the place
 * of files and running uploads.
 */
export function lazyPart<Props>(load: () => Promise<ComponentType<Props>>) {
  const ask = (isAgain?: boolean): Promise<{ default: ComponentType<Props> }> =>
    load().then(
      (Component) => ({ default: Component }),
      () => {
        if (!isAgain) showToast({ id: 'part', title: 'Not all has loaded. Trying again …' });
        return new Promise<boolean>((resolve) => setTimeout(resolve, retryMs, true)).then(ask);
      },
    );
  return Object.assign(lazy(ask), {
    preload() {
      // Asked for again, and reported, when it is drawn.
      load().catch(() => {});
    },
  });
}

export type LazyPart<Props> = ReturnType<typeof lazyPart<Props>>;
