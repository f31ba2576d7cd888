'use client';

import Link from 'next/link';
import { Mark } from './brand';
import { SearchBox } from './search-box';
import { UploadButton } from './upload-button';
import { UserMenu } from './user-menu';

/** Search, upload and the person; stays while the page scrolls. 56 px tall: pages may stick below it (top-14). */
export const TopBar = () => (
  <header className="sticky top-0 z-40 flex h-14 items-center gap-2 border-line border-b bg-bg px-3 md:px-6">
    <Link
      href="/"
      aria-label="Files"
      className="flex size-control items-center justify-center rounded-md md:hidden"
    >
      <Mark />
    </Link>
    <SearchBox />
    <div className="ml-auto flex items-center gap-3">
      <UploadButton />
      <UserMenu />
    </div>
  </header>
);
