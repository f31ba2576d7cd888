'use client';

import { lazyPart } from '@/components/ui/lazy-part';

type RenameProps = { name: string; label?: string; onDone: (name: string | null) => void };

/** Few names are ever changed: the field comes with the first one that is. */
const RenameField = lazyPart<RenameProps>(
  () => import('./rename-field').then((module) => module.RenameField),
  // Has the focus already: what is typed meanwhile is no command of the page.
  ({ name, onDone }) => (
    <input
      readOnly
      aria-busy
      aria-label="New name"
      value={name}
      ref={(input) => input?.focus({ preventScroll: true })}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === 'Escape') onDone(null);
      }}
      className="h-8 w-full min-w-0 rounded-md bg-bg px-3 text-sm outline-none"
    />
  ),
);

/** A name to be edited where it stands. */
export const Rename = (props: RenameProps) => <RenameField {...props} onClose={() => props.onDone(null)} />;
