'use client';

import { Play } from 'lucide-react';
import { useState } from 'react';
import { cx } from '@/components/ui/cx';
import { useHydrated } from '@/components/ui/use-hydrated';
import type { FileDto } from '@/lib/contracts/files';
import { formatPlayTime } from '@/lib/format/duration';
import { toPlaceholder } from './placeholder';
import { TypeIcon } from './type-icon';

type ThumbnailProps = {
  file: FileDto;
  size: 'small' | 'large';
  /** The width of the tile in px where the 1,280 px rendition may be needed; left out, 320 px it is. */
  tileWidth?: number;
  /** The picture did not load: its signature may have grown old. */
  onStale?: (() => void) | undefined;
  className?: string;
};

/** A file's picture in a box of given size: blurred first, then sharp; its drawn kind where there is none. */
export function Thumbnail({ file, size, tileWidth, onStale, className }: ThumbnailProps) {
  const hydrated = useHydrated();
  const [failed, setFailed] = useState<string>();
  const { thumbnails, durationSeconds, kind } = file;
  const placeholder = toPlaceholder(file.placeholder);
  const shown = thumbnails && thumbnails[320] !== failed ? thumbnails : undefined;
  const background = placeholder && {
    backgroundColor: placeholder.colour,
    ...(hydrated ? { backgroundImage: `url(${placeholder.picture()})`, backgroundSize: 'cover' } : {}),
  };
  return (
    <span
      className={cx('relative block overflow-hidden bg-subtle', className)}
      style={background ?? undefined}
    >
      {shown ? (
        <img
          src={shown[320]}
          {...(tileWidth && tileWidth > 240
            ? { srcSet: `${shown[320]} 320w, ${shown[1280]} 1280w`, sizes: `${Math.round(tileWidth)}px` }
            : {})}
          alt=""
          loading="lazy"
          decoding="async"
          draggable={false}
          onError={() => {
            setFailed(shown[320]);
            onStale?.();
          }}
          className={cx('absolute inset-0 size-full object-cover', kind === 'document' && 'object-top')}
        />
      ) : (
        !placeholder && <TypeIcon file={file} size={size} />
      )}
      {size === 'large' && kind === 'video' && (
        <span className="absolute right-1.5 bottom-1.5 flex items-center gap-1 rounded-sm bg-bg/85 px-1 text-text text-xs tabular-nums">
          <Play aria-hidden className="size-3 fill-current" />
          {durationSeconds !== undefined && formatPlayTime(durationSeconds)}
        </span>
      )}
    </span>
  );
}
