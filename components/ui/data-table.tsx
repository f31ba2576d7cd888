'use client';

import type { ReactNode } from 'react';
import { Checkbox } from './checkbox';
import { cx } from './cx';
import { Skeleton } from './skeleton';

export type Column<Row> = {
  key: string;
  header: ReactNode;
  cell: (row: Row) => ReactNode;
  /** Width, alignment, and from which width of the window it is shown ("hidden md:table-cell"). */
  className?: string;
};

type DataTableProps<Row> = {
  /** Says what the rows are, to screen readers. */
  caption: string;
  columns: readonly Column<Row>[];
  /** undefined while loading: skeleton rows take their place. */
  rows: readonly Row[] | undefined;
  rowId: (row: Row) => string;
  /** What one row is called: "Ada Lovelace". */
  rowLabel?: (row: Row) => string;
  selection?: { ids: ReadonlySet<string>; onChange: (ids: ReadonlySet<string>) => void };
  skeletonRows?: number;
};

/** Rows with hairlines between them; selectable when asked. Cells decide what they show. */
export function DataTable<Row>({
  caption,
  columns,
  rows,
  rowId,
  rowLabel = rowId,
  selection,
  skeletonRows = 8,
}: DataTableProps<Row>) {
  const shown = rows ?? [];
  const selected = selection ? shown.filter((row) => selection.ids.has(rowId(row))).length : 0;
  const toggleAll = (on: boolean) => selection?.onChange(new Set(on ? shown.map(rowId) : []));
  const toggle = (id: string, on: boolean) => {
    if (!selection) return;
    const next = new Set(selection.ids);
    if (on) next.add(id);
    else next.delete(id);
    selection.onChange(next);
  };

  return (
    <table className="w-full table-fixed border-collapse text-left" aria-busy={rows === undefined}>
      <caption className="sr-only">{caption}</caption>
      <thead>
        <tr className="border-line border-b text-muted text-sm">
          {selection && (
            <th scope="col" className="w-10 pl-3">
              <span className="flex">
                <Checkbox
                  label="Select all"
                  disabled={shown.length === 0}
                  checked={selected > 0 && selected === shown.length}
                  indeterminate={selected > 0 && selected < shown.length}
                  onCheckedChange={toggleAll}
                />
              </span>
            </th>
          )}
          {columns.map((column) => (
            <th key={column.key} scope="col" className={cx('h-9 px-3 font-medium', column.className)}>
              {column.header}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows === undefined
          ? skeletonKeys(skeletonRows).map((key) => (
              <tr key={key} className="h-13 border-line border-b">
                {selection && <td className="w-10 pl-3" />}
                {columns.map((column) => (
                  <td key={column.key} className={cx('px-3', column.className)}>
                    <Skeleton className="h-4 w-3/4" />
                  </td>
                ))}
              </tr>
            ))
          : rows.map((row) => {
              const id = rowId(row);
              const isSelected = selection?.ids.has(id) ?? false;
              return (
                <tr
                  key={id}
                  aria-selected={selection ? isSelected : undefined}
                  className={cx(
                    'h-13 border-line border-b transition-colors',
                    isSelected ? 'bg-selected' : 'hover:bg-subtle',
                  )}
                >
                  {selection && (
                    <td className="w-10 pl-3">
                      <span className="flex">
                        <Checkbox
                          label={`Select ${rowLabel(row)}`}
                          checked={isSelected}
                          onCheckedChange={(on) => toggle(id, on)}
                        />
                      </span>
                    </td>
                  )}
                  {columns.map((column) => (
                    <td key={column.key} className={cx('px-3', column.className)}>
                      {column.cell(row)}
                    </td>
                  ))}
                </tr>
              );
            })}
      </tbody>
    </table>
  );
}

const skeletonKeys = (count: number) => Array.from({ length: count }, (_, index) => `skeleton-${index}`);
