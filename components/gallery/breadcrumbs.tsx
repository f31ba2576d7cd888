'use client';

import { ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { cx } from '@/components/ui/cx';
import { FileName } from '@/components/ui/file-name';
import type { FolderDto } from '@/lib/contracts/folders';
import { type Dragged, isMoveDrag, readDrag } from './drag';

type Crumb = { id: string | null; name: string };
type BreadcrumbsProps = {
  folder: FolderDto;
  hrefOf: (folderId: string | null) => string;
  onOpen: (folderId: string | null) => void;
  onDropInto: (target: Crumb, dragged: Dragged) => void;
};

/** Where we are: every folder above is a link, and takes what is dragged onto it. */
export function Breadcrumbs({ folder, hrefOf, onOpen, onDropInto }: BreadcrumbsProps) {
  const crumbs: Crumb[] = [{ id: null, name: 'Files' }, ...folder.path];
  const last = crumbs.length - 1;
  return (
    <nav aria-label="Folder" className="min-w-0 flex-1">
      <ol className="flex min-w-0 items-center gap-0.5">
        {crumbs.map((crumb, index) => (
          <li
            key={crumb.id}
            className={cx('flex min-w-0 items-center gap-0.5', index < last && 'max-w-48 shrink')}
          >
            {index > 0 && <ChevronRight aria-hidden className="size-4 shrink-0 text-muted" />}
            {index === last ? (
              <h1 aria-current="page" className="min-w-0 truncate px-1.5 font-semibold text-lg">
                <FileName name={crumb.name} />
              </h1>
            ) : (
              <CrumbLink crumb={crumb} href={hrefOf(crumb.id)} onOpen={onOpen} onDropInto={onDropInto} />
            )}
          </li>
        ))}
      </ol>
    </nav>
  );
}

function CrumbLink({
  crumb,
  href,
  onOpen,
  onDropInto,
}: { crumb: Crumb; href: string } & Pick<BreadcrumbsProps, 'onOpen' | 'onDropInto'>) {
  const [over, setOver] = useState(false);
  return (
    <a
      href={href}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey) return;
        event.preventDefault();
        onOpen(crumb.id);
      }}
      onDragOver={(event) => {
        if (!isMoveDrag(event.dataTransfer)) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        setOver(false);
        const dragged = readDrag(event.dataTransfer);
        if (!dragged) return;
        event.preventDefault();
        onDropInto(crumb, dragged);
      }}
      className={cx(
        'flex h-8 min-w-0 items-center rounded-md px-1.5 text-lg text-muted hover:bg-hover hover:text-text',
        over && 'bg-selected text-text outline-2 outline-accent',
      )}
    >
      <FileName name={crumb.name} />
    </a>
  );
}
