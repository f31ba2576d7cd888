'use client';

import { Avatar } from '@/components/ui/avatar';
import { lazyPart } from '@/components/ui/lazy-part';
import { MenuButton } from '@/components/ui/menu';
import { useMe } from './use-me';

const UserMenuPopup = lazyPart(() => import('./user-menu-popup').then((module) => module.UserMenuPopup));

/** Who is signed in; opens what belongs to them. */
export function UserMenu() {
  const { user } = useMe();
  return (
    <MenuButton
      iconOnly
      label={`Account of ${user.name}`}
      popup={UserMenuPopup}
      className="flex size-control shrink-0 items-center justify-center rounded-full transition-opacity hover:opacity-80"
    >
      <Avatar name={user.name} url={user.avatarUrl} />
    </MenuButton>
  );
}
