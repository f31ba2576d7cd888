'use client';

import { lazy, Suspense, useRef, useState } from 'react';
import { Avatar } from '@/components/ui/avatar';
import { useMe } from './use-me';

const load = () => import('./user-menu-popup');
const UserMenuPopup = lazy(() => load().then((module) => ({ default: module.UserMenuPopup })));
// A failed preload is tried again, and reported, when the menu opens.
const preload = () => void load().catch(() => undefined);

/** Who is signed in; opens what belongs to them. */
export function UserMenu() {
  const { user } = useMe();
  const button = useRef<HTMLButtonElement>(null);
  const [menu, setMenu] = useState<'never' | 'open' | 'closed'>('never');
  const label = `Account of ${user.name}`;
  return (
    <>
      <button
        ref={button}
        type="button"
        aria-label={label}
        aria-haspopup="menu"
        aria-expanded={menu === 'open'}
        data-tip={menu === 'open' ? undefined : label}
        onPointerEnter={preload}
        onFocus={preload}
        onClick={() => setMenu((now) => (now === 'open' ? 'closed' : 'open'))}
        className="flex size-control shrink-0 items-center justify-center rounded-full transition-opacity hover:opacity-80"
      >
        <Avatar name={user.name} url={user.avatarUrl} />
      </button>
      {menu !== 'never' && (
        <Suspense>
          <UserMenuPopup
            label={label}
            anchor={button}
            open={menu === 'open'}
            onOpenChange={(open) => setMenu(open ? 'open' : 'closed')}
          />
        </Suspense>
      )}
    </>
  );
}
