'use client';

import { Eye } from 'lucide-react';
import { TypeIcon } from '@/components/gallery/type-icon';
import { Button } from '@/components/ui/button';
import type { VisitorItem } from '@/lib/contracts/visits';
import { escapeBidi } from '@/lib/format/file-name';
import { canLook } from './can-look';
import { DownloadForm } from './download-form';
import type { Visit } from './use-visit';

type SingleItemProps = { item: VisitorItem; visit: Visit; onLook: (item: VisitorItem) => void };

/** One file alone: its picture as large as it fits, and what can be done with it. */
export function SingleItem({ item, visit, onLook }: SingleItemProps) {
  const { thumbnails, width = 4, height = 3 } = item;
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap gap-2 empty:hidden">
        <DownloadForm item={item} visit={visit} look="button" />
        {canLook(item, visit.share) && (
          <Button
            onClick={() => onLook(item)}
            icon={<Eye aria-hidden className="size-4" />}
            className="script-only"
          >
            Look at it
          </Button>
        )}
      </div>
      {thumbnails ? (
        <img
          src={thumbnails[1280]}
          alt={escapeBidi(item.name)}
          width={width}
          height={height}
          className="h-auto max-h-[65dvh] w-auto max-w-full self-start rounded-lg border border-line bg-subtle object-contain"
        />
      ) : (
        <div className="flex h-48 items-center justify-center rounded-lg border border-line bg-subtle">
          <TypeIcon file={item} size="large" />
        </div>
      )}
    </div>
  );
}
