'use client';

import { Star } from 'lucide-react';
import { type CSSProperties, memo } from 'react';
import { Bytes } from '@/components/ui/bytes';
import { cx } from '@/components/ui/cx';
import { FileName } from '@/components/ui/file-name';
import { Time } from '@/components/ui/time';
import type { FileDto } from '@/lib/contracts/files';
import type { TileSize } from './grid-layout';
import { Rename } from './rename';
import { SelectTick } from './select-tick';
import { Thumbnail } from './thumbnail';

export type ItemState = {
  selected: boolean;
  focusable: boolean;
  /** Something is selected: ticks are in sight everywhere. */
  selecting: boolean;
  renaming: boolean;
};

type FileTileProps = ItemState & {
  file: FileDto;
  column: number;
  size: TileSize;
  captionStyle: CSSProperties;
  /** In px where the picture's larger rendition may be needed, else 0: tiles are drawn again when it changes. */
  tileWidth: number;
  /** Its picture is in sight at first. */
  eager: boolean;
  draggable: boolean;
  onStale: () => void;
  onRename: (id: string, name: string | null) => void;
};

/** One file of the grid: its picture in a square, its name and size below. */
export const FileTile = memo(function FileTile({
  file,
  column,
  size,
  captionStyle,
  tileWidth,
  eager,
  selected,
  focusable,
  selecting,
  renaming,
  draggable,
  onStale,
  onRename,
}: FileTileProps) {
  const cell = { role: 'gridcell', 'aria-selected': selected, 'aria-colindex': column + 1 };
  return (
    <td
      {...cell}
      tabIndex={focusable ? 0 : -1}
      data-id={file.id}
      draggable={draggable && !renaming}
      className={cx(
        'group relative flex min-w-0 p-0 cursor-default select-none flex-col rounded-md outline-offset-1 [-webkit-touch-callout:none]',
        selected ? 'bg-selected' : 'hover:bg-hover',
      )}
    >
      <Thumbnail
        file={file}
        size="large"
        tileWidth={tileWidth}
        eager={eager}
        onStale={onStale}
        className={cx(
          'aspect-square w-full rounded-md',
          selected && 'outline-2 outline-accent -outline-offset-2',
        )}
      />
      <SelectTick
        name={file.name}
        selected={selected}
        className={cx('absolute top-1.5 left-1.5', !selecting && 'at-rest:hidden touch:hidden')}
      />
      <button
        type="button"
        data-menu
        tabIndex={-1}
        aria-label={`Actions for ${file.name}`}
        aria-haspopup="menu"
        className="absolute top-1.5 right-1.5 flex size-7 items-center justify-center rounded-md bg-bg/85 text-text hover:bg-bg at-rest:bg-transparent touch:hidden"
      >
        <span className="icon-more size-4 at-rest:hidden" />
      </button>
      <div style={captionStyle} className="flex min-w-0 flex-col justify-center px-1.5">
        {renaming ? (
          <Rename name={file.name} onDone={(name) => onRename(file.id, name)} />
        ) : (
          <span className="flex min-w-0 items-center gap-1 text-sm">
            <FileName name={file.name} className="flex-1 text-left" />
            {file.favourite && <Favourite />}
          </span>
        )}
        {size !== 'small' && !renaming && (
          <span className="flex min-w-0 gap-1.5 truncate text-muted text-xs">
            <Bytes value={file.size} />
            <span aria-hidden>·</span>
            <Time value={file.createdAt} className="truncate" />
          </span>
        )}
      </div>
    </td>
  );
});

/** Marks a favourite: a filled star, and the word for those who do not see it. */
export const Favourite = () => (
  <>
    <Star aria-hidden className="size-3.5 shrink-0 fill-current text-warning" />
    <span className="sr-only">Favourite</span>
  </>
);
