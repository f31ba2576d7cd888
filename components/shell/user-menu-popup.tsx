'use client';

import { Keyboard, LogOut, Monitor, Moon, Settings, Sun } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { MenuPopup, type MenuPopupProps } from '@/components/ui/menu-popup';
import { findCommand } from './commands';
import { leave } from './leave';
import { chooseTheme, useTheme } from './theme';
import { useMe } from './use-me';

const themeItems = [
  { theme: 'system', label: 'As the system', icon: <Monitor aria-hidden /> },
  { theme: 'light', label: 'Light', icon: <Sun aria-hidden /> },
  { theme: 'dark', label: 'Dark', icon: <Moon aria-hidden /> },
] as const;

/** What belongs to the person: settings, shortcuts, theme, sign out. */
export function UserMenuPopup(props: MenuPopupProps) {
  const { user } = useMe();
  const router = useRouter();
  const theme = useTheme();
  return (
    <MenuPopup
      {...props}
      header={
        <div className="mb-1 border-line border-b px-2 pt-1.5 pb-2.5">
          <p className="truncate font-medium">{user.name}</p>
          <p className="truncate text-muted text-sm">{user.email}</p>
        </div>
      }
      items={[
        {
          id: 'settings',
          label: 'Settings',
          icon: <Settings aria-hidden />,
          onSelect: () => router.push('/settings'),
        },
        {
          id: 'help',
          label: 'Keyboard shortcuts',
          icon: <Keyboard aria-hidden />,
          shortcut: '?',
          onSelect: () => findCommand('help')?.run(),
        },
        { id: 'before-theme', separator: true },
        { id: 'theme', heading: 'Theme' },
        ...themeItems.map((item) => ({
          id: item.theme,
          label: item.label,
          icon: item.icon,
          checked: theme === item.theme,
          onSelect: () => chooseTheme(item.theme),
        })),
        { id: 'before-sign-out', separator: true },
        { id: 'sign-out', label: 'Sign out', icon: <LogOut aria-hidden />, onSelect: leave },
      ]}
    />
  );
}
