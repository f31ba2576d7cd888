'use client';

import { useEffect, useRef } from 'react';
import type { CollectionProps } from './collection-props';
import { FileTile } from './file-tile';
import { captionStyleOf, gridStyle, itemsInRows, planGrid, rowCount, type TileSize } from './grid-layout';
import { itemIdAt, useCollection } from './use-collection';
import { useFocusAt } from './use-focus-at';
import { useRowWindow, useWidth } from './windowing';

type FileGridProps = CollectionProps & {
  size: TileSize;
  initialWidth: number;
  onWidth: (width: number) => void;
};

/** The server renders so many px of rows: what most screens show. Only the rest is left to the browser's first look. */
const firstHeight = 1_000;

/**
 * Files as tiles. Only rows near the viewport exist; padding stands for the others, so every box keeps its place. Rows
 * are `display: contents` inside one CSS grid: the first HTML is right for any width, measured or not. A table with
 * role=grid: its rows and cells become rows and gridcells by themselves.
 */
export function FileGrid(props: FileGridProps) {
  const { ids, file, hasMore, selection, size, initialWidth, onShow, onWidth } = props;
  const grid = useRef<HTMLTableElement>(null);
  const width = useWidth(grid, initialWidth);
  const { columns, rowHeight, tileHeight, tileWidth } = planGrid(width, size);
  const rows = rowCount(ids.length, columns);
  const initial = { first: 0, last: Math.ceil(firstHeight / rowHeight) - 1 };
  const shown = useRowWindow({ content: grid, rows, rowHeight, initial });
  const { from, to } = itemsInRows({ firstRow: shown.first, lastRow: shown.last }, columns, ids.length);

  const focusAt = useFocusAt({ container: grid, ids, columns, rowHeight, ref: props.ref });
  const rowsPerPage = typeof window === 'undefined' ? 1 : Math.floor(window.innerHeight / rowHeight) - 1;
  const collection = useCollection({ ...props, columns, rowsPerPage, focusAt });

  useEffect(() => onShow({ from, to }), [onShow, from, to]);
  useEffect(() => onWidth(width), [onWidth, width]);

  const above = shown.first * rowHeight;
  const below = Math.max(0, (rows - 1 - shown.last) * rowHeight);
  const tabStop = selection.focus !== null && ids.includes(selection.focus) ? selection.focus : ids.at(0);

  return (
    <table
      ref={grid}
      className="outline-none"
      aria-rowcount={hasMore ? -1 : rows}
      aria-colcount={columns}
      style={{
        ...gridStyle(size),
        // At the top, rows are as high as they come: so the HTML has them, whose width is a guess.
        gridAutoRows: above > 0 ? tileHeight : undefined,
        paddingTop: above,
        paddingBottom: below,
      }}
      onDragStart={(event) => {
        const id = itemIdAt(event.target);
        if (id) props.onDragStart(id, event.dataTransfer);
      }}
      {...collection}
    >
      <tbody className="contents">
        {Array.from(
          { length: Math.max(0, shown.last - shown.first + 1) },
          (_, offset) => shown.first + offset,
        ).map((row) => (
          <tr key={row} aria-rowindex={row + 1} className="contents">
            {ids.slice(row * columns, (row + 1) * columns).map((id, column) => {
              const item = file(id);
              if (!item) return <TilePlaceholder key={id} height={tileHeight} />;
              return (
                <FileTile
                  key={id}
                  file={item}
                  column={column}
                  size={size}
                  captionStyle={captionStyleOf(size)}
                  tileWidth={size === 'large' ? tileWidth : 0}
                  selected={selection.ids.has(id)}
                  focusable={id === tabStop}
                  selecting={selection.ids.size > 0}
                  renaming={props.renamingId === id}
                  draggable={props.draggable}
                  eager={row === 0}
                  onStale={props.onStale}
                  onRename={props.onRename}
                />
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Stands where a tile will be while its page is read again. */
const TilePlaceholder = ({ height }: { height: number }) => (
  <td aria-busy className="animate-shimmer rounded-md bg-hover p-0" style={{ height }} />
);
