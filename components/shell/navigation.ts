import { FolderOpen, type LucideIcon, Star, Trash2, Users } from 'lucide-react';
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
  { id: 'favourites', href: '/?favourite=true', label: 'Favourites', icon: Star },
  { id: 'trash', href: '/trash' as Route, label: 'Trash', icon: Trash2 },
  { id: 'admin', href: '/admin/people', label: 'Admin', icon: Users, admin: true },
];

/** The destination that the address belongs to; null on pages outside the list (settings). */
export function currentDestination(pathname: string, search: URLSearchParams): string | null {
  if (pathname === '/') return search.get('favourite') === 'true' ? 'favourites' : 'files';
  if (pathname.startsWith('/trash')) return 'trash';
  if (pathname.startsWith('/admin')) return 'admin';
  return null;
}
