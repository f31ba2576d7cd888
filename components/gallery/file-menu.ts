import { formatCount } from '@/lib/format/count';
import { toMenuItems } from './file-commands';
import type { NamedMenu } from './folder-menu';
import type { Gallery } from './use-gallery';

/** The menu of a file; of the whole selection when the file is part of it. */
export function fileMenu(id: string, { selection, commandsFor, list }: Gallery): NamedMenu {
  const ids = selection.ids.has(id) ? [...selection.ids] : [id];
  const label = ids.length === 1 ? (list.file(id)?.name ?? 'File') : formatCount(ids.length, 'file');
  return { label: `Actions for ${label}`, items: toMenuItems(commandsFor(ids)) };
}
