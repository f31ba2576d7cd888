'use client';

import { type ComponentType, useState } from 'react';
import { showError } from '@/components/ui/show-error';
import { useCommands } from './commands';
import { takeEarlyTyping, useEarlyTyping } from './use-early-typing';
import { useKeyHandler } from './use-key-handler';

const load = {
  commands: () => import('./command-menu').then((module) => module.CommandMenu),
  help: () => import('./shortcut-sheet').then((module) => module.ShortcutSheet),
};
type Overlay = keyof typeof load;
type Loaded = Partial<
  Record<Overlay, ComponentType<{ open: boolean; onOpenChange: (open: boolean) => void }>>
>;

/** The key handler, and the two overlays that every page has; they are loaded when first asked for. */
export function ShellCommands() {
  const [overlay, setOverlay] = useState<Overlay | null>(null);
  const [loaded, setLoaded] = useState<Loaded>({});
  const close = () => setOverlay(null);
  const show = (next: Overlay) => {
    // Left over from a time that was cancelled.
    takeEarlyTyping();
    setOverlay(next);
    load[next]().then(
      (Component) => setLoaded((before) => ({ ...before, [next]: Component })),
      (error) => {
        close();
        showError('The menu did not load', error);
      },
    );
  };

  useEarlyTyping(overlay === 'commands', close);
  useKeyHandler();
  useCommands([
    { id: 'commands', run: () => show('commands') },
    { id: 'help', keywords: 'keys hotkeys', run: () => show('help') },
  ]);

  const { commands: CommandMenu, help: ShortcutSheet } = loaded;
  return (
    <>
      {overlay && !loaded[overlay] && (
        <p
          role="status"
          className="fixed top-2 left-2 z-50 rounded-md border border-line bg-raised px-3 py-2"
        >
          Loading …
        </p>
      )}
      {CommandMenu && <CommandMenu open={overlay === 'commands'} onOpenChange={close} />}
      {ShortcutSheet && <ShortcutSheet open={overlay === 'help'} onOpenChange={close} />}
    </>
  );
}
