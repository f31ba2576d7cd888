'use client';

import { useRef, useState } from 'react';
import { cx } from '@/components/ui/cx';
import type { FileDto } from '@/lib/contracts/files';
import { placeholderColour } from './placeholder';
import { PlayTime } from './play-time';
import { TypeIcon } from './type-icon';
import { useBlur } from './use-blur';

type ThumbnailProps = {
  file: FileDto;
  size: 'small' | 'large';
  /** The width of the tile in px where the 1,280 px rendition may be needed; left out, 320 px it is. */
  tileWidth?: number;
  /** In sight at first: asked for before layout says so. */
  eager?: boolean;
  /** The picture did not load: its signature may have grown old. */
  onStale?: (() => void) | undefined;
  className?: string;
};

/** A file's picture in a box of given size: blurred first, then sharp; its drawn kind where there is none. */
export function Thumbnail({ file, size, tileWidth, eager, onStale, className }: ThumbnailProps) {
  const picture = useRef<HTMLImageElement>(null);
  const blur = useBlur(file.placeholder, picture);
  const [failed, setFailed] = useState<string>();
  const { thumbnails, kind } = file;
  const backgroundColor = placeholderColour(file.placeholder);
  const shown = thumbnails && thumbnails[320] !== failed ? thumbnails : undefined;
  const background = backgroundColor && {
    backgroundColor,
    ...(blur ? { backgroundImage: blur, backgroundSize: 'cover' } : {}),
  };
  return (
    <span
      className={cx('relative block overflow-hidden bg-subtle', className)}
      style={background || undefined}
    >
      {shown ? (
        <img
          ref={picture}
          src={shown[320]}
          {...(tileWidth && tileWidth > 240
            ? { srcSet: `${shown[320]} 320w, ${shown[1280]} 1280w`, sizes: `${Math.round(tileWidth)}px` }
            : {})}
          alt=""
          loading={eager ? 'eager' : 'lazy'}
          decoding="async"
          draggable={false}
          onError={() => {
            setFailed(shown[320]);
            onStale?.();
          }}
          className={cx('thumbnail', kind === 'document' && 'thumbnail-page')}
        />
      ) : (
        !background && <TypeIcon file={file} size={size} />
      )}
      {size === 'large' && <PlayTime file={file} />}
    </span>
  );
}
