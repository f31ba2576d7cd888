import type { Metadata } from 'next';
import { GalleryPage, type SearchParams } from '../gallery-page';

export const metadata: Metadata = { title: 'Trash' };

/** What was deleted in the last 30 days: restored or deleted for good here. */
export default function TrashPage({ searchParams }: { searchParams: SearchParams }) {
  return <GalleryPage place="trash" searchParams={searchParams} />;
}
