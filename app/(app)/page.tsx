import type { Metadata } from 'next';
import { GalleryPage, type SearchParams } from './gallery-page';

export const metadata: Metadata = { title: 'Files' };

/** Files and folders of the signed-in person. */
export default function FilesPage({ searchParams }: { searchParams: SearchParams }) {
  return <GalleryPage place="library" searchParams={searchParams} />;
}
