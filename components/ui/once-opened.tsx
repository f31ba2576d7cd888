import { type ReactNode, Suspense, useState } from 'react';
import type { LazyPart } from './lazy-part';

type Openable = { open: boolean };
type OnceOpenedProps<Props extends Openable> = {
  part: LazyPart<Props>;
  props: Props;
  /** Shown while its code is on the way and it is open. */
  fallback?: ReactNode;
};

/** A menu or dialog whose code travels when it opens for the first time. It stays from then on, to close in its own time. */
export function OnceOpened<Props extends Openable>({ part: Part, props, fallback }: OnceOpenedProps<Props>) {
  const { open } = props;
  const [wasOpened, setWasOpened] = useState(open);
  if (open && !wasOpened) setWasOpened(true);
  return wasOpened && <Suspense fallback={open && fallback}>{<Part {...props} />}</Suspense>;
}
