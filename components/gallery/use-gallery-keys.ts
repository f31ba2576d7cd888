'use client';

import { type Command, useCommands } from '@/components/shell/commands';
import { toCommands } from './file-commands';
import { stepFrom } from './roving';
import type { Gallery } from './use-gallery';

/** Registers what the gallery answers to: keys of the page (the collection has its own while it has the focus). */
export function useGalleryKeys(gallery: Gallery): void {
  const { list, selection, select, targets, collection, viewer, commandsFor } = gallery;
  const { ids } = list;
  const step = (by: 'right' | 'left') => {
    const index = selection.focus === null ? -1 : ids.indexOf(selection.focus);
    const to = stepFrom(index, by, { columns: 1, count: ids.length, rowsPerPage: 1 });
    const id = ids.at(to);
    if (id === undefined) return;
    select({ type: 'focus', id });
    collection.current?.focusAt(to);
  };
  const { focus } = selection;
  const page: Command[] = [
    { id: 'next', run: () => step('right') },
    { id: 'previous', run: () => step('left') },
    { id: 'down', run: () => step('right') },
    { id: 'up', run: () => step('left') },
    { id: 'open', run: () => focus && viewer.open(focus) },
    { id: 'select', run: () => focus && select({ type: 'pick', id: focus, how: 'toggle' }) },
    { id: 'selectAll', group: 'Files', run: () => select({ type: 'all' }) },
    { id: 'close', run: () => select({ type: 'clear' }) },
  ];
  // The viewer answers for itself while it is open.
  const isOn = viewer.fileId === null && list.status === 'ready' && ids.length > 0;
  useCommands(isOn ? [...page, ...toCommands(commandsFor(targets))] : []);
}
