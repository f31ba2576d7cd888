'use client';

import { Keyboard, LogOut, Settings } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { lazy, Suspense, useState } from 'react';
import { showError } from '@/components/ui/show-error';
import { signOut } from '@/lib/api-client/session';
import { useCommands } from './commands';
import { destinations } from './navigation';
import { chooseTheme } from './theme';
import { useKeyHandler } from './use-key-handler';
import { useMe } from './use-me';

const CommandMenu = lazy(() => import('./command-menu').then((module) => ({ default: module.CommandMenu })));
const ShortcutSheet = lazy(() =>
  import('./shortcut-sheet').then((module) => ({ default: module.ShortcutSheet })),
);

type Overlay = 'commands' | 'help';

/** Commands that exist everywhere, the key handler, and the two overlays, loaded when first asked for. */
export function ShellCommands() {
  const router = useRouter();
  const { user } = useMe();
  const [overlay, setOverlay] = useState<Overlay | null>(null);
  const [opened, setOpened] = useState<readonly Overlay[]>([]);
  const show = (next: Overlay) => {
    setOpened((before) => (before.includes(next) ? before : [...before, next]));
    setOverlay(next);
  };

  useKeyHandler();
  useCommands([
    { id: 'commands', run: () => show('commands') },
    { id: 'help', icon: <Keyboard aria-hidden />, keywords: 'keys hotkeys', run: () => show('help') },
    ...destinations
      .filter((destination) => !destination.admin || user.role === 'admin')
      .map(({ id, label, href, icon: Icon }) => ({
        id: `go-${id}`,
        label: `Go to ${label.toLowerCase()}`,
        icon: <Icon aria-hidden />,
        run: () => router.push(href),
      })),
    {
      id: 'go-settings',
      label: 'Go to settings',
      icon: <Settings aria-hidden />,
      keywords: 'account profile password sessions',
      run: () => router.push('/settings'),
    },
    {
      id: 'theme-light',
      label: 'Theme: light',
      keywords: 'appearance colour',
      run: () => chooseTheme('light'),
    },
    { id: 'theme-dark', label: 'Theme: dark', keywords: 'appearance night', run: () => chooseTheme('dark') },
    { id: 'theme-system', label: 'Theme: as the system', run: () => chooseTheme('system') },
    {
      id: 'sign-out',
      label: 'Sign out',
      icon: <LogOut aria-hidden />,
      keywords: 'log off leave',
      run: () => signOut().catch((error: unknown) => showError('You are still signed in', error)),
    },
  ]);

  const onOpenChange = (open: boolean) => {
    if (!open) setOverlay(null);
  };
  return (
    <Suspense>
      {opened.includes('commands') && (
        <CommandMenu open={overlay === 'commands'} onOpenChange={onOpenChange} />
      )}
      {opened.includes('help') && <ShortcutSheet open={overlay === 'help'} onOpenChange={onOpenChange} />}
    </Suspense>
  );
}
