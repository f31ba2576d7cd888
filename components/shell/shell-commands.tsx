'use client';

import { useState } from 'react';
import { lazyPart } from '@/components/ui/lazy-part';
import { useCommands } from './commands';
import { takeEarlyTyping, useEarlyTyping } from './use-early-typing';
import { useKeyHandler } from './use-key-handler';

const loading = () => (
  <p role="status" className="fixed top-2 left-2 z-50 rounded-md border border-line bg-raised px-3 py-2">
    Loading …
  </p>
);
const CommandMenu = lazyPart(() => import('./command-menu').then((module) => module.CommandMenu), loading);
const ShortcutSheet = lazyPart(
  () => import('./shortcut-sheet').then((module) => module.ShortcutSheet),
  loading,
);

/** The key handler, and the two overlays that every page has; they are loaded when first asked for. */
export function ShellCommands() {
  const [overlay, setOverlay] = useState<'commands' | 'help' | null>(null);
  const close = () => setOverlay(null);
  const show = (next: 'commands' | 'help') => {
    // Left over from a time that was cancelled.
    takeEarlyTyping();
    setOverlay(next);
  };

  useEarlyTyping(overlay === 'commands', close);
  useKeyHandler();
  useCommands([
    { id: 'commands', run: () => show('commands') },
    { id: 'help', keywords: 'keys hotkeys', run: () => show('help') },
  ]);

  return (
    <>
      <CommandMenu open={overlay === 'commands'} onOpenChange={close} />
      <ShortcutSheet open={overlay === 'help'} onOpenChange={close} />
    </>
  );
}
