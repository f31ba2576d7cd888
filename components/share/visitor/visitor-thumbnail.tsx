'use client';

import { Play } from 'lucide-react';
import { useState } from 'react';
import { toPlaceholder } from '@/components/gallery/placeholder';
import { TypeIcon } from '@/components/gallery/type-icon';
import { cx } from '@/components/ui/cx';
import type { VisitorItem } from '@/lib/contracts/shares';
import { formatPlayTime } from '@/lib/format/duration';

type VisitorThumbnailProps = {
  item: VisitorItem;
  size: 'small' | 'large';
  eager?: boolean;
  className?: string;
};

/** A shared file's picture in a box of given size, its mean colour before it is there; its drawn kind without one. */
export function VisitorThumbnail({ item, size, eager = false, className }: VisitorThumbnailProps) {
  const [failed, setFailed] = useState(false);
  const colour = toPlaceholder(item.placeholder)?.colour;
  const picture = failed ? undefined : item.thumbnails;
  return (
    <span
      className={cx('relative block overflow-hidden bg-subtle', className)}
      style={colour ? { backgroundColor: colour } : undefined}
    >
      {picture ? (
        <img
          src={picture[320]}
          srcSet={size === 'large' ? `${picture[320]} 320w, ${picture[1280]} 1280w` : undefined}
          sizes={size === 'large' ? '(min-width: 40rem) 16rem, 50vw' : undefined}
          alt=""
          loading={eager ? 'eager' : 'lazy'}
          decoding="async"
          draggable={false}
          onError={() => setFailed(true)}
          className="absolute inset-0 size-full object-cover"
        />
      ) : (
        <TypeIcon file={item} size={size} />
      )}
      {size === 'large' && item.kind === 'video' && (
        <span className="absolute right-1.5 bottom-1.5 flex items-center gap-1 rounded-sm bg-bg/85 px-1 text-text text-xs tabular-nums">
          <Play aria-hidden className="size-3 fill-current" />
          {item.durationSeconds !== undefined && formatPlayTime(item.durationSeconds)}
        </span>
      )}
    </span>
  );
}
