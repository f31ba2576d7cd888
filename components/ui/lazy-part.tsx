import { type ComponentType, type ReactNode, useEffect, useEffectEvent, useState } from 'react';
import { sayLost, untilLoaded } from './lost-code';

/** What a part can be told by: whether it is open (else as long as it is drawn), and how it is closed. */
type Openable = { open?: boolean; onOpenChange?: (open: boolean) => void; onClose?: () => void };

/**
 * A menu, dialog or the like whose code travels when it first opens, or when it becomes likely (`preload`); `waiting` is
 * drawn meanwhile. What does not load closes again and says so, and opening it asks anew; what nobody can close is asked for
 * until it is there. Not React's `lazy`, which keeps a failure for good and puts the error page in the place of files and
 * running uploads, and whose Suspense holds a first opening back for up to 300 ms. The server draws nothing of it.
 */
export function lazyPart<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  waiting?: (props: Props) => ReactNode,
) {
  let Loaded: ComponentType<Props> | undefined;
  /** Shared by all that nobody can close. */
  let untilThere: Promise<void> | undefined;
  const keep = (loaded: ComponentType<Props>) => {
    Loaded = loaded;
  };

  function LazyPart(props: Props & Openable) {
    const { open = true, onOpenChange, onClose = onOpenChange } = props;
    const isClosable = onClose !== undefined;
    // Once opened it stays, to close in its own time.
    const [isDrawn, setDrawn] = useState(false);
    if (open && Loaded && !isDrawn) setDrawn(true);

    const giveUp = useEffectEvent((error: unknown) => {
      onClose?.(false);
      sayLost(error);
    });
    useEffect(() => {
      if (!open || isDrawn) return;
      let isWanted = true;
      const draw = () => setDrawn(true);
      if (isClosable)
        load()
          .then(keep)
          .then(draw, (error) => isWanted && giveUp(error));
      else {
        untilThere ??= untilLoaded(load).then(keep);
        untilThere.then(draw, (error) => {
          untilThere = undefined;
          sayLost(error);
        });
      }
      return () => {
        isWanted = false;
      };
    }, [open, isDrawn, isClosable]);

    return isDrawn && Loaded ? <Loaded {...props} /> : open && waiting?.(props);
  }

  return Object.assign(LazyPart, {
    preload() {
      // Asked for again, and reported, when it is drawn.
      load().then(keep, () => {});
    },
  });
}

export type LazyPart<Props extends object> = ReturnType<typeof lazyPart<Props>>;
