'use client';

import { lazy, Suspense } from 'react';

/** Few names are ever changed: the field comes with the first one that is. */
const RenameField = lazy(() => import('./rename-field').then((module) => ({ default: module.RenameField })));

type RenameProps = { name: string; label?: string; onDone: (name: string | null) => void };

/** A name to be edited where it stands. */
export const Rename = (props: RenameProps) => (
  <Suspense fallback={<Arriving name={props.name} />}>
    <RenameField {...props} />
  </Suspense>
);

/** Stands where the field will be. It has the focus already: what is typed meanwhile is no command of the page. */
const Arriving = ({ name }: { name: string }) => (
  <input
    readOnly
    aria-busy
    aria-label="New name"
    value={name}
    ref={(input) => input?.focus({ preventScroll: true })}
    onKeyDown={(event) => event.stopPropagation()}
    className="h-8 w-full min-w-0 rounded-md bg-bg px-3 text-sm outline-none"
  />
);
