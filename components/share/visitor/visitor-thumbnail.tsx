'use client';

import { useState } from 'react';
import { placeholderColour } from '@/components/gallery/placeholder';
import { PlayTime } from '@/components/gallery/play-time';
import { TypeIcon } from '@/components/gallery/type-icon';
import { cx } from '@/components/ui/cx';
import type { VisitorItem } from '@/lib/contracts/visits';

type VisitorThumbnailProps = {
  item: VisitorItem;
  size: 'small' | 'large';
  eager?: boolean;
  className?: string;
};

/** A shared file's picture in a box of given size, its mean colour before it is there; its drawn kind without one. */
export function VisitorThumbnail({ item, size, eager = false, className }: VisitorThumbnailProps) {
  const [failed, setFailed] = useState(false);
  const backgroundColor = placeholderColour(item.placeholder);
  const picture = failed ? undefined : item.thumbnails;
  return (
    <span
      className={cx('relative block overflow-hidden bg-subtle', className)}
      style={backgroundColor ? { backgroundColor } : undefined}
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
          className={cx('thumbnail', item.kind === 'document' && 'thumbnail-page')}
        />
      ) : (
        <TypeIcon file={item} size={size} />
      )}
      {size === 'large' && <PlayTime file={item} />}
    </span>
  );
}
