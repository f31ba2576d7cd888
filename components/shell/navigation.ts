import { FolderOpen, Link2, type LucideIcon, Star, Trash2, Users } from 'lucide-react';
import type { Route } from 'next';

export type Destination = {
  id: string;
  href: Route;
  label: string;
  icon: LucideIcon;
  /** Admins only. Hiding is a courtesy; each page and route decides for itself. */
  admin?: true;
};

/** Places in the sidebar, in the bottom bar and in the command menu. */
export const destinations: readonly Destination[] = [
  { id: 'files', href: '/', label: 'Files', icon: FolderOpen },
  { id: 'favourites', href: '/favourites', label: 'Favourites', icon: Star },
  { id: 'shares', href: '/shares', label: 'Shared links', icon: Link2 },
  { id: 'trash', href: '/trash', label: 'Trash', icon: Trash2 },
  { id: 'admin', href: '/admin', label: 'Admin', icon: Users, admin: true },
];

/** The destination that the address belongs to; null on pages outside the list (settings). */
export function currentDestination(pathname: string): string | null {
  if (pathname === '/') return 'files';
  const [, first] = pathname.split('/');
  return destinations.find(({ href }) => href !== '/' && href.split('/')[1] === first)?.id ?? null;
}
