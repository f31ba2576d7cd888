'use client';

import type { Route } from 'next';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { cx } from './cx';

type NavTab = { href: Route; label: string };

const intoView = (tab: HTMLElement | null) => tab?.scrollIntoView({ block: 'nearest', inline: 'center' });

/** Tabs that are pages: links with the present one marked; scrolls sideways on a phone. */
export function NavTabs({ label, tabs }: { label: string; tabs: readonly NavTab[] }) {
  const pathname = usePathname();
  return (
    <nav aria-label={label} className="-mx-4 overflow-x-auto border-line border-b px-4 md:mx-0 md:px-0">
      <ul className="flex gap-1">
        {tabs.map((tab) => {
          const current = pathname === tab.href;
          return (
            <li key={tab.href}>
              <Link
                ref={current ? intoView : undefined}
                href={tab.href}
                aria-current={current ? 'page' : undefined}
                className={cx(
                  'relative flex h-10 items-center whitespace-nowrap rounded-md px-2.5 transition-colors focus-visible:-outline-offset-2',
                  current
                    ? 'font-medium text-text after:absolute after:inset-x-2.5 after:bottom-[-1px] after:h-0.5 after:bg-accent'
                    : 'text-muted hover:text-text',
                )}
              >
                {tab.label}
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
