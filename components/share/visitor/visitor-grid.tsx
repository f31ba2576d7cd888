'use client';

import { FileName } from '@/components/ui/file-name';
import type { VisitorItem } from '@/lib/contracts/visits';
import { formatBytes } from '@/lib/format/bytes';
import { escapeBidi } from '@/lib/format/file-name';
import { canLook } from './can-look';
import { DownloadForm } from './download-form';
import type { Visit } from './use-visit';
import { VisitorThumbnail } from './visitor-thumbnail';

export type ItemsProps = {
  items: readonly VisitorItem[];
  visit: Visit;
  onLook: (item: VisitorItem) => void;
};

/** As many pictures as the first screen shows; the others load when they come near. */
const firstScreen = 8;

/** Pictures in equal tiles; below each its name and its download. */
export const VisitorGrid = ({ items, visit, onLook }: ItemsProps) => (
  <ul className="grid grid-cols-2 gap-x-3 gap-y-4 sm:grid-cols-[repeat(auto-fill,minmax(12rem,1fr))]">
    {items.map((item, index) => (
      <li key={item.id} className="flex min-w-0 flex-col gap-1">
        {canLook(item, visit.share) ? (
          <button
            type="button"
            aria-label={`Look at ${escapeBidi(item.name)}`}
            onClick={() => onLook(item)}
            className="group block overflow-hidden rounded-md"
          >
            <VisitorThumbnail
              item={item}
              size="large"
              eager={index < firstScreen}
              className="aspect-square w-full rounded-md transition-opacity group-hover:opacity-90"
            />
          </button>
        ) : (
          <VisitorThumbnail item={item} size="large" className="aspect-square w-full rounded-md" />
        )}
        <div className="flex min-w-0 items-center gap-1">
          <div className="min-w-0 flex-1">
            <FileName name={item.name} className="text-sm" />
            <p className="text-muted text-xs tabular-nums">{formatBytes(item.size)}</p>
          </div>
          <DownloadForm item={item} visit={visit} look="icon" />
        </div>
      </li>
    ))}
  </ul>
);
