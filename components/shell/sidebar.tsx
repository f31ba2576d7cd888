'use client';

import { usePathname } from 'next/navigation';
import { cx } from '@/components/ui/cx';
import { Brand } from './brand';
import { NavLink } from './nav-link';
import { currentDestination, destinations } from './navigation';
import { StorageMeter } from './storage-meter';
import { useMe } from './use-me';

/** Where one can go, from 768 px on; below that the bottom bar takes over. */
export function Sidebar() {
  const { user } = useMe();
  const current = currentDestination(usePathname());
  return (
    <aside className="sticky top-0 hidden h-dvh w-60 shrink-0 flex-col border-line border-r bg-subtle md:flex">
      <NavLink href="/" className="mx-3 mt-3 flex h-10 items-center rounded-md px-2">
        <Brand />
      </NavLink>
      <nav aria-label="Main" className="flex-1 overflow-y-auto px-3 py-4">
        <ul className="flex flex-col gap-0.5">
          {destinations
            .filter((destination) => !destination.admin || user.role === 'admin')
            .map(({ id, href, label, icon: Icon }) => (
              <li key={id}>
                <NavLink
                  href={href}
                  aria-current={id === current ? 'page' : undefined}
                  className={cx(
                    'flex h-control items-center gap-2.5 rounded-md px-2 transition-colors',
                    id === current
                      ? 'bg-selected font-medium text-text [&>svg]:text-accent'
                      : 'text-muted hover:bg-hover hover:text-text',
                  )}
                >
                  <Icon aria-hidden className="size-4" />
                  {label}
                </NavLink>
              </li>
            ))}
        </ul>
      </nav>
      <div className="border-line border-t px-5 py-4">
        <StorageMeter />
      </div>
    </aside>
  );
}
