import type { Metadata } from 'next';
import { GalleryPage, type SearchParams } from '../gallery-page';

export const metadata: Metadata = { title: 'Trash' };

/** What was deleted and not swept yet: restored or deleted for good here. */
export default function TrashPage({ searchParams }: { searchParams: SearchParams }) {
  return <GalleryPage place="trash" searchParams={searchParams} />;
}
