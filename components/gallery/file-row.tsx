'use client';

import { memo } from 'react';
import { Bytes } from '@/components/ui/bytes';
import { cx } from '@/components/ui/cx';
import { FileName } from '@/components/ui/file-name';
import { Time } from '@/components/ui/time';
import type { FileDto } from '@/lib/contracts/files';
import { Favourite, type ItemState } from './file-tile';
import { listRowHeight } from './grid-layout';
import { Rename } from './rename';
import { SelectTick } from './select-tick';
import { Thumbnail } from './thumbnail';

/** Name, size, date, menu; on a phone the date goes below the name's end. */
export const rowColumns = 'grid-cols-[1fr_auto] sm:grid-cols-[1fr_6rem_9rem_2rem]';

type FileRowProps = ItemState & {
  id: string;
  file: FileDto | undefined;
  index: number;
  draggable: boolean;
  onStale: () => void;
  onRename: (id: string, name: string | null) => void;
};

/** One file of the list. The whole row takes the focus; its cells are read in order. */
export const FileRow = memo(function FileRow(props: FileRowProps) {
  const { id, file, index, selected, focusable, selecting, renaming, draggable, onStale, onRename } = props;
  const style = { height: listRowHeight };
  if (!file) {
    return (
      <tr aria-rowindex={index + 2} aria-busy style={style} className="block px-2 py-1.5">
        <td className="block h-full animate-shimmer rounded-md bg-hover p-0" />
      </tr>
    );
  }
  return (
    <tr
      aria-rowindex={index + 2}
      aria-selected={selected}
      tabIndex={focusable ? 0 : -1}
      data-id={id}
      draggable={draggable && !renaming}
      style={style}
      className={cx(
        'group grid cursor-default select-none items-center gap-3 rounded-md px-2 -outline-offset-2 [-webkit-touch-callout:none]',
        rowColumns,
        selected ? 'bg-selected' : 'hover:bg-hover',
      )}
    >
      <td className="flex min-w-0 p-0 items-center gap-3">
        <span className="relative size-8 shrink-0">
          <Thumbnail file={file} size="small" onStale={onStale} className="size-8 rounded-sm" />
          <SelectTick
            name={file.name}
            selected={selected}
            className={cx(
              'absolute inset-0.5 touch:inset-0',
              !selecting && !selected && 'at-rest:hidden touch:hidden',
            )}
          />
        </span>
        {renaming ? (
          <Rename name={file.name} onDone={(name) => onRename(id, name)} />
        ) : (
          <span className="flex min-w-0 flex-1 items-center gap-1.5">
            <FileName name={file.name} className="text-left" />
            {file.favourite && <Favourite />}
          </span>
        )}
      </td>
      <td className="hidden justify-self-end p-0 text-muted text-sm sm:block">
        <Bytes value={file.size} />
      </td>
      <td className="whitespace-nowrap p-0 text-muted text-sm">
        <Bytes value={file.size} className="sm:hidden" />
        <Time value={file.trashedAt ?? file.createdAt} className="hidden tabular-nums sm:inline" />
      </td>
      <td className="hidden p-0 sm:block">
        <button
          type="button"
          data-menu
          tabIndex={-1}
          aria-label={`Actions for ${file.name}`}
          aria-haspopup="menu"
          className="flex size-7 items-center justify-center rounded-md text-muted hover:bg-selected hover:text-text touch:hidden"
        >
          <span className="icon-more size-4 at-rest:hidden" />
        </button>
      </td>
    </tr>
  );
});
