'use client';

import { FolderPlus, List, ListFilter, Tag } from 'lucide-react';
import type { ReactNode } from 'react';
import { cx } from '@/components/ui/cx';
import { IconButton } from '@/components/ui/icon-button';
import { MenuButton } from '@/components/ui/menu';
import type { MenuItem } from '@/components/ui/menu-popup';
import { SegmentedControl } from '@/components/ui/segmented-control';
import { Select } from '@/components/ui/select';
import type { FileKind, FileSort } from '@/lib/contracts/files';
import type { TileSize } from './grid-layout';
import { kindNames } from './type-icon';
import { useTags } from './use-tags';
import type { GoTo } from './use-view';
import type { Order, View } from './view-state';

type ToolbarProps = {
  view: View;
  goTo: GoTo;
  size: TileSize;
  onSize: (size: TileSize) => void;
  /** Breadcrumbs or a heading. */
  children: ReactNode;
  onNewFolder?: (() => void) | undefined;
};

type Look = TileSize | 'list';
const looks = [
  { value: 'small', label: 'Small tiles', icon: <span className="icon-tiles icon-tiles-small" /> },
  { value: 'medium', label: 'Medium tiles', icon: <span className="icon-tiles icon-tiles-medium" /> },
  { value: 'large', label: 'Large tiles', icon: <span className="icon-tiles" /> },
  { value: 'list', label: 'List', icon: <List aria-hidden /> },
] as const satisfies { value: Look; label: string; icon: ReactNode }[];

const sortings = [
  { value: 'createdAt.desc', label: 'Newest first' },
  { value: 'createdAt.asc', label: 'Oldest first' },
  { value: 'name.asc', label: 'Name, A to Z' },
  { value: 'name.desc', label: 'Name, Z to A' },
  { value: 'size.desc', label: 'Largest first' },
  { value: 'size.asc', label: 'Smallest first' },
  { value: 'kind.asc', label: 'By kind' },
  { value: 'kind.desc', label: 'By kind, reversed' },
] as const;
type Sorting = (typeof sortings)[number]['value'];

const kinds: { value: FileKind | 'all'; label: string }[] = [
  { value: 'all', label: 'All kinds' },
  ...(Object.entries(kindNames) as [FileKind, string][]).map(([value, label]) => ({ value, label })),
];

/** Where we are, what narrows the view, how it is sorted and drawn. On a phone all but the first is one menu. */
export function Toolbar({ view, goTo, size, onSize, children, onNewFolder }: ToolbarProps) {
  const look: Look = view.layout === 'list' ? 'list' : size;
  const setLook = (next: Look) => {
    if (next !== 'list') onSize(next);
    goTo({ layout: next === 'list' ? 'list' : 'grid' }, 'replace');
  };
  const sorting = `${view.sort}.${view.order}` as Sorting;
  const setSorting = (next: Sorting) => {
    const [sort, order] = next.split('.') as [FileSort, Order];
    goTo({ sort, order });
  };
  const { tags, load } = useTags();
  const setKind = (next: FileKind | 'all') => goTo({ kind: next === 'all' ? null : next });

  const choices = <Value extends string>(
    heading: string,
    options: readonly { value: Value; label: string }[],
    chosen: Value,
    choose: (value: Value) => void,
  ): MenuItem[] => [
    { id: heading, heading },
    ...options.map(({ value, label }) => ({
      id: `${heading}.${value}`,
      label,
      checked: value === chosen,
      onSelect: () => choose(value),
    })),
  ];

  const tagItems: MenuItem[] = [
    { id: 'tags', heading: tags === null ? 'Tags …' : tags.length === 0 ? 'No file has a tag yet' : 'Tag' },
    ...(tags ?? []).map(({ name }) => ({
      id: `tag.${name}`,
      label: name,
      checked: name === view.tag,
      onSelect: () => goTo({ tag: name === view.tag ? null : name }),
    })),
  ];
  const loadsTags = { onMouseEnter: load, onKeyDownCapture: tags ? undefined : load, onTouchStart: load };

  return (
    <div className="flex h-14 items-center gap-2">
      {children}
      <div className="hidden shrink-0 items-center gap-2 lg:flex">
        <MenuButton
          {...loadsTags}
          label={view.tag ? `Tag: ${view.tag}` : 'Tags'}
          iconOnly
          items={tagItems}
          className={cx(
            'flex size-control items-center justify-center rounded-md hover:bg-hover hover:text-text',
            view.tag ? 'text-accent' : 'text-muted',
          )}
        >
          <Tag aria-hidden className="size-4" />
        </MenuButton>
        <Select aria-label="Kind" value={view.kind ?? 'all'} options={kinds} onValueChange={setKind} />
        <Select aria-label="Sort by" value={sorting} options={sortings} onValueChange={setSorting} />
        <SegmentedControl label="View" iconOnly value={look} segments={looks} onValueChange={setLook} />
      </div>
      {onNewFolder && (
        <IconButton label="New folder" icon={<FolderPlus aria-hidden />} onClick={onNewFolder} />
      )}
      <MenuButton
        {...loadsTags}
        label="Filter, sort and view"
        iconOnly
        items={[
          ...choices('View', looks, look, setLook),
          ...choices('Sort', sortings, sorting, setSorting),
          ...choices('Kind', kinds, view.kind ?? 'all', setKind),
          ...tagItems,
        ]}
        className="flex size-control items-center justify-center rounded-md text-muted hover:bg-hover hover:text-text lg:hidden"
      >
        <ListFilter aria-hidden className="size-4" />
      </MenuButton>
    </div>
  );
}
