import type { Metadata } from 'next';
import { GalleryPage, type SearchParams } from '../gallery-page';

export const metadata: Metadata = { title: 'Favourites' };

/** The files somebody comes back to, from all folders. */
export default function FavouritesPage({ searchParams }: { searchParams: SearchParams }) {
  return <GalleryPage place="favourites" searchParams={searchParams} />;
}
