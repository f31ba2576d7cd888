'use client';

import { LogOut, Settings } from 'lucide-react';
import Link from 'next/link';
import { Avatar } from '@/components/ui/avatar';
import { Dialog } from '@/components/ui/dialog';
import { SegmentedControl } from '@/components/ui/segmented-control';
import { leave } from './leave';
import { destinations } from './navigation';
import { StorageMeter } from './storage-meter';
import { chooseTheme, useTheme } from './theme';
import type { Theme } from './theme-cookie';
import { useMe } from './use-me';

const rowClass =
  'flex h-12 w-full items-center gap-3 rounded-md px-2 text-lg hover:bg-hover [&>svg]:text-muted';
const themeSegments: { value: Theme; label: string }[] = [
  { value: 'system', label: 'System' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
];

/** Places without room in the bottom bar. */
const sheetPlaces = new Set(['shares', 'admin']);

/** What the bottom bar has no room for. */
export function MoreSheet({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const { user } = useMe();
  const theme = useTheme();
  const close = () => onOpenChange(false);
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={user.name}
      description={user.email}
      size="sm"
      initialFocus="dialog"
    >
      <div className="flex flex-col gap-5">
        <div className="flex items-center gap-3">
          <Avatar name={user.name} url={user.avatarUrl} />
          <div className="flex-1">
            <StorageMeter />
          </div>
        </div>
        <ul className="-mx-2 flex flex-col">
          <li>
            <Link href="/settings" onClick={close} className={rowClass}>
              <Settings aria-hidden className="size-5" />
              Settings
            </Link>
          </li>
          {destinations
            .filter(({ id, admin }) => sheetPlaces.has(id) && (!admin || user.role === 'admin'))
            .map(({ id, href, label, icon: Icon }) => (
              <li key={id}>
                <Link href={href} onClick={close} className={rowClass}>
                  <Icon aria-hidden className="size-5" />
                  {label}
                </Link>
              </li>
            ))}
          <li>
            <button type="button" className={rowClass} onClick={leave}>
              <LogOut aria-hidden className="size-5" />
              Sign out
            </button>
          </li>
        </ul>
        <div className="flex items-center justify-between">
          <span className="font-medium">Theme</span>
          <SegmentedControl
            label="Theme"
            value={theme}
            segments={themeSegments}
            onValueChange={chooseTheme}
          />
        </div>
      </div>
    </Dialog>
  );
}
