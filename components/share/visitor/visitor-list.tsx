'use client';

import { FileName } from '@/components/ui/file-name';
import { formatBytes } from '@/lib/format/bytes';
import { escapeBidi } from '@/lib/format/file-name';
import { canLook } from './can-look';
import { DownloadForm } from './download-form';
import type { ItemsProps } from './visitor-grid';
import { VisitorThumbnail } from './visitor-thumbnail';

/** Files in rows: what it is, how large, and its download. */
export const VisitorList = ({ items, visit, onLook }: ItemsProps) => (
  <ul className="divide-y divide-line border-line border-y">
    {items.map((item) => (
      <li key={item.id} className="flex min-w-0 items-center gap-3 py-2">
        <VisitorThumbnail item={item} size="small" className="size-10 shrink-0 rounded-md" />
        <div className="min-w-0 flex-1">
          {canLook(item, visit.share) ? (
            <button
              type="button"
              aria-label={`Look at ${escapeBidi(item.name)}`}
              onClick={() => onLook(item)}
              className="block max-w-full rounded-sm text-left font-medium hover:underline"
            >
              <FileName name={item.name} />
            </button>
          ) : (
            <FileName name={item.name} className="font-medium" />
          )}
          <p className="truncate text-muted text-sm tabular-nums">
            {formatBytes(item.size)}
            {item.path && <> · {escapeBidi(item.path)}</>}
          </p>
        </div>
        <DownloadForm item={item} visit={visit} look="icon" />
      </li>
    ))}
  </ul>
);
