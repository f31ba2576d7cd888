'use client';

import { Menu } from 'lucide-react';
import { usePathname } from 'next/navigation';
import { useState } from 'react';
import { cx } from '@/components/ui/cx';
import { lazyPart } from '@/components/ui/lazy-part';
import { NavLink } from './nav-link';
import { currentDestination, type Destination, destinations } from './navigation';
import { UploadThumbButton } from './upload-button';

const MoreSheet = lazyPart(() => import('./more-sheet').then((module) => module.MoreSheet));

const cellClass =
  'flex h-14 flex-1 flex-col items-center justify-center gap-0.5 rounded-md text-xs transition-colors';

/** Navigation in reach of the thumb, below 768 px: three places, the upload, and a sheet for the rest. */
export function BottomBar() {
  const current = currentDestination(usePathname());
  const [isOpen, setOpen] = useState(false);
  const place = (id: string) => destinations.find((destination) => destination.id === id);

  return (
    <>
      <nav
        aria-label="Main"
        className="fixed inset-x-0 bottom-0 z-40 border-line border-t bg-bg pb-[env(safe-area-inset-bottom)] md:hidden"
      >
        <ul className="flex items-center px-1">
          <Place destination={place('files')} current={current} />
          <Place destination={place('favourites')} current={current} />
          <li className="flex flex-1 justify-center empty:hidden">
            <UploadThumbButton />
          </li>
          <Place destination={place('trash')} current={current} />
          <li className="flex flex-1">
            <button
              type="button"
              aria-haspopup="dialog"
              aria-expanded={isOpen}
              onClick={() => setOpen(true)}
              className={cx(cellClass, 'text-muted')}
            >
              <Menu aria-hidden className="size-5" />
              More
            </button>
          </li>
        </ul>
      </nav>
      <MoreSheet open={isOpen} onOpenChange={setOpen} />
    </>
  );
}

function Place({ destination, current }: { destination: Destination | undefined; current: string | null }) {
  if (!destination) return null;
  const { id, href, label, icon: Icon } = destination;
  return (
    <li className="flex flex-1">
      <NavLink
        href={href}
        aria-current={id === current ? 'page' : undefined}
        className={cx(cellClass, id === current ? 'font-medium text-accent' : 'text-muted')}
      >
        <Icon aria-hidden className="size-5" />
        {label}
      </NavLink>
    </li>
  );
}
