import type { Ref } from 'react';
import type { FileDto } from '@/lib/contracts/files';
import type { Ids } from './ids';
import type { Selection } from './selection';
import type { CollectionActions } from './use-collection';

/** What the page can ask of a collection. */
export type CollectionHandle = {
  /** Brings an item into sight and gives it the focus. */
  focusAt: (index: number) => void;
};

/** The same for grid and list: the files in order, what is selected, and what to tell the page. */
export type CollectionProps = CollectionActions & {
  ref?: Ref<CollectionHandle>;
  ids: Ids;
  file: (id: string) => FileDto | undefined;
  hasMore: boolean;
  selection: Selection;
  renamingId: string | null;
  draggable: boolean;
  onRename: (id: string, name: string | null) => void;
  /** Items [from, to) are in sight. */
  onShow: (range: { from: number; to: number }) => void;
  /** A picture in sight did not load. */
  onStale: () => void;
  onDragStart: (id: string, transfer: DataTransfer) => void;
};
