'use client';

import { ArrowDown, ArrowUp } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { cx } from '@/components/ui/cx';
import type { FileSort } from '@/lib/contracts/files';
import type { CollectionProps } from './collection-props';
import { FileRow, rowColumns } from './file-row';
import { listRowHeight } from './grid-layout';
import { itemIdAt, useCollection } from './use-collection';
import { useFocusAt } from './use-focus-at';
import { defaultOrder, type Order } from './view-state';
import { useRowWindow } from './windowing';

type FileRowsProps = CollectionProps & {
  sort: FileSort;
  order: Order;
  /** The last column: when files were added, or when they went to the trash. */
  dateLabel: string;
  onSort: (sort: FileSort, order: Order) => void;
};

const firstRows = 30;

/** Files as rows with columns that sort. */
export function FileRows(props: FileRowsProps) {
  const { ids, file, hasMore, selection, onShow, sort, order, onSort } = props;
  const body = useRef<HTMLTableSectionElement>(null);
  const shown = useRowWindow({
    content: body,
    rows: ids.length,
    rowHeight: listRowHeight,
    overscan: 8,
    initial: { first: 0, last: firstRows - 1 },
  });
  const focusAt = useFocusAt({ container: body, ids, columns: 1, rowHeight: listRowHeight, ref: props.ref });
  const rowsPerPage = typeof window === 'undefined' ? 1 : Math.floor(window.innerHeight / listRowHeight) - 2;
  const collection = useCollection({ ...props, columns: 1, rowsPerPage, focusAt });

  useEffect(() => onShow({ from: shown.first, to: shown.last + 1 }), [onShow, shown.first, shown.last]);

  const tabStop = selection.focus !== null && ids.includes(selection.focus) ? selection.focus : ids.at(0);
  const header = (name: FileSort, label: string, className?: string) => (
    <SortHeader name={name} label={label} sort={sort} order={order} onSort={onSort} className={className} />
  );

  return (
    <table {...collection} aria-rowcount={hasMore ? -1 : ids.length + 1} aria-colcount={4} className="block">
      <thead className="block">
        <tr
          aria-rowindex={1}
          className={cx('hidden h-9 items-center gap-3 border-line border-b px-2 sm:grid', rowColumns)}
        >
          {header('name', 'Name', 'pl-12')}
          {header('size', 'Size', 'justify-end')}
          {header('createdAt', props.dateLabel)}
          <th scope="col">
            <span className="sr-only">Actions</span>
          </th>
        </tr>
      </thead>
      <tbody
        ref={body}
        className="block outline-none"
        style={{
          paddingTop: shown.first * listRowHeight,
          paddingBottom: Math.max(0, (ids.length - 1 - shown.last) * listRowHeight),
        }}
        onDragStart={(event) => {
          const id = itemIdAt(event.target);
          if (id) props.onDragStart(id, event.dataTransfer);
        }}
      >
        {ids.slice(shown.first, shown.last + 1).map((id, offset) => (
          <FileRow
            key={id}
            id={id}
            file={file(id)}
            index={shown.first + offset}
            selected={selection.ids.has(id)}
            focusable={id === tabStop}
            selecting={selection.ids.size > 0}
            renaming={props.renamingId === id}
            draggable={props.draggable}
            onStale={props.onStale}
            onRename={props.onRename}
          />
        ))}
      </tbody>
    </table>
  );
}

function SortHeader({
  name,
  label,
  sort,
  order,
  onSort,
  className,
}: Pick<FileRowsProps, 'sort' | 'order' | 'onSort'> & { name: FileSort; label: string; className?: string }) {
  const active = sort === name;
  const Arrow = order === 'asc' ? ArrowUp : ArrowDown;
  return (
    <th
      scope="col"
      aria-sort={active ? (order === 'asc' ? 'ascending' : 'descending') : undefined}
      className={cx('flex min-w-0 font-medium', className)}
    >
      <button
        type="button"
        onClick={() => onSort(name, active ? (order === 'asc' ? 'desc' : 'asc') : defaultOrder(name))}
        className="flex h-7 items-center gap-1 rounded-sm px-1 text-muted text-sm hover:text-text"
      >
        {label}
        <Arrow aria-hidden className={cx('size-3.5', !active && 'invisible')} />
      </button>
    </th>
  );
}
