import { LogOut, Monitor, Moon, Settings, Sun } from 'lucide-react';
import type { Route } from 'next';
import type { Role } from '@/lib/contracts/account';
import type { Command } from './commands';
import { leave } from './leave';
import { destinations } from './navigation';
import { chooseTheme } from './theme';

type Standing = { role: Role; go: (href: Route) => void };

/** Commands without a key that the command menu offers on every page. */
export const standingCommands = ({ role, go }: Standing): Command[] => [
  ...destinations
    .filter((destination) => !destination.admin || role === 'admin')
    .map(({ id, label, href, icon: Icon }) => ({
      id: `go-${id}`,
      label: `Go to ${label.toLowerCase()}`,
      icon: <Icon aria-hidden />,
      run: () => go(href),
    })),
  {
    id: 'go-settings',
    label: 'Go to settings',
    icon: <Settings aria-hidden />,
    keywords: 'account profile password sessions tokens',
    run: () => go('/settings'),
  },
  ...(
    [
      ['light', <Sun key="light" aria-hidden />],
      ['dark', <Moon key="dark" aria-hidden />],
      ['system', <Monitor key="system" aria-hidden />],
    ] as const
  ).map(([theme, icon]) => ({
    id: `theme-${theme}`,
    label: theme === 'system' ? 'Theme: as the system' : `Theme: ${theme}`,
    icon,
    keywords: 'appearance colour',
    run: () => chooseTheme(theme),
  })),
  {
    id: 'sign-out',
    label: 'Sign out',
    icon: <LogOut aria-hidden />,
    keywords: 'log off leave',
    run: leave,
  },
];
