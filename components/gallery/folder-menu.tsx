import { FileArchive, FolderInput, FolderOpen, PencilLine, Share2, Trash2 } from 'lucide-react';
import type { MenuItem } from '@/components/ui/menu-popup';
import type { FolderDto } from '@/lib/contracts/folders';
import type { Gallery } from './use-gallery';

export type NamedMenu = { label: string; items: readonly MenuItem[] };

/** The menu of a folder. */
export function folderMenu({ id, name, parentId }: FolderDto, gallery: Gallery): NamedMenu {
  return {
    label: `Actions for folder ${name}`,
    items: [
      { id: 'open', label: 'Open', icon: <FolderOpen aria-hidden />, onSelect: () => gallery.openFolder(id) },
      ...(gallery.canShare
        ? [
            {
              id: 'share',
              label: 'Share',
              icon: <Share2 aria-hidden />,
              onSelect: () => gallery.ask({ type: 'share', target: { folderId: id } }),
            },
          ]
        : []),
      {
        id: 'download',
        label: 'Download as ZIP',
        icon: <FileArchive aria-hidden />,
        onSelect: () => gallery.downloadFolder({ id, name }),
      },
      {
        id: 'rename',
        label: 'Rename',
        icon: <PencilLine aria-hidden />,
        onSelect: () => gallery.setRenamingId(id),
      },
      {
        id: 'move',
        label: 'Move to a folder',
        icon: <FolderInput aria-hidden />,
        onSelect: () => gallery.ask({ type: 'move', fileIds: [], folderIds: [id], from: parentId }),
      },
      { id: 'line', separator: true },
      {
        id: 'trash',
        label: 'Move to the trash',
        icon: <Trash2 aria-hidden />,
        danger: true,
        onSelect: () => gallery.ask({ type: 'trash-folder', id, name }),
      },
    ],
  };
}
