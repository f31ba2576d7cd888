'use client';

import { lazy, Suspense, useState } from 'react';
import { useCommands } from './commands';
import { EarlyTyping } from './early-typing';
import { useKeyHandler } from './use-key-handler';

const CommandMenu = lazy(() => import('./command-menu').then((module) => ({ default: module.CommandMenu })));
const ShortcutSheet = lazy(() =>
  import('./shortcut-sheet').then((module) => ({ default: module.ShortcutSheet })),
);

type Overlay = 'commands' | 'help';

/** The key handler, and the two overlays that every page has; they are loaded when first asked for. */
export function ShellCommands() {
  const [overlay, setOverlay] = useState<Overlay | null>(null);
  const [opened, setOpened] = useState<readonly Overlay[]>([]);
  const show = (next: Overlay) => {
    setOpened((before) => (before.includes(next) ? before : [...before, next]));
    setOverlay(next);
  };

  useKeyHandler();
  useCommands([
    { id: 'commands', run: () => show('commands') },
    { id: 'help', keywords: 'keys hotkeys', run: () => show('help') },
  ]);

  const onOpenChange = (open: boolean) => {
    if (!open) setOverlay(null);
  };
  return (
    <>
      <Suspense fallback={overlay && <EarlyTyping onCancel={() => setOverlay(null)} />}>
        {opened.includes('commands') && (
          <CommandMenu open={overlay === 'commands'} onOpenChange={onOpenChange} />
        )}
      </Suspense>
      <Suspense>
        {opened.includes('help') && <ShortcutSheet open={overlay === 'help'} onOpenChange={onOpenChange} />}
      </Suspense>
    </>
  );
}
