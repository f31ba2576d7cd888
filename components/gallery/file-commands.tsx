import {
  Download,
  FileArchive,
  FolderInput,
  Link2,
  Maximize2,
  PencilLine,
  RotateCcw,
  Share2,
  Star,
  StarOff,
  Tag,
  Trash2,
} from 'lucide-react';
import type { ReactNode } from 'react';
import type { Command } from '@/components/shell/commands';
import { type KeyId, keyHint } from '@/components/shell/keymap';
import type { MenuItem } from '@/components/ui/menu-popup';
import type { FileDto } from '@/lib/contracts/files';

/** Something to do with some files: the same list feeds menu, selection bar, keys and the command menu. */
export type FileCommand = {
  id: string;
  key?: KeyId;
  label: string;
  /** One word for the bar of a phone. */
  short: string;
  icon: ReactNode;
  danger?: boolean;
  run: () => void;
};

export type FileVerbs = {
  open: (id: string) => void;
  download: (ids: readonly string[]) => void;
  /** null where the person may not share. */
  share: ((ids: readonly string[]) => void) | null;
  copyLink: (id: string) => void;
  rename: (id: string) => void;
  move: (ids: readonly string[]) => void;
  tag: (ids: readonly string[]) => void;
  favourite: (ids: readonly string[], favourite: boolean) => void;
  trash: (ids: readonly string[]) => void;
  restore: (ids: readonly string[]) => void;
  deleteForGood: (ids: readonly string[]) => void;
};

type Target = { ids: readonly string[]; files: readonly (FileDto | undefined)[]; inTrash: boolean };

/** What can be done with the files of target, in the order of menus: the most wanted first, danger last. */
export function fileCommands({ ids, files, inTrash }: Target, verbs: FileVerbs): FileCommand[] {
  const [first] = ids;
  if (first === undefined) return [];
  const single = ids.length === 1;
  if (inTrash) {
    return [
      {
        id: 'restore',
        label: 'Restore',
        short: 'Restore',
        icon: <RotateCcw aria-hidden />,
        run: () => verbs.restore(ids),
      },
      {
        id: 'delete',
        key: 'trash',
        label: 'Delete for good',
        short: 'Delete',
        icon: <Trash2 aria-hidden />,
        danger: true,
        run: () => verbs.deleteForGood(ids),
      },
    ];
  }
  const { share } = verbs;
  const allFavourite = files.every((file) => file?.favourite);
  return [
    ...(single
      ? [
          {
            id: 'open',
            label: 'Open',
            short: 'Open',
            icon: <Maximize2 aria-hidden />,
            run: () => verbs.open(first),
          },
        ]
      : []),
    {
      id: 'download',
      key: 'download',
      label: single ? 'Download' : 'Download as ZIP',
      short: 'Download',
      icon: single ? <Download aria-hidden /> : <FileArchive aria-hidden />,
      run: () => verbs.download(ids),
    },
    ...(share
      ? [
          {
            id: 'share',
            key: 'share' as const,
            label: 'Share',
            short: 'Share',
            icon: <Share2 aria-hidden />,
            run: () => share(ids),
          },
        ]
      : []),
    ...(single
      ? [
          {
            id: 'copy-link',
            label: 'Copy download link',
            short: 'Link',
            icon: <Link2 aria-hidden />,
            run: () => verbs.copyLink(first),
          },
        ]
      : []),
    {
      id: 'move',
      label: 'Move to a folder',
      short: 'Move',
      icon: <FolderInput aria-hidden />,
      run: () => verbs.move(ids),
    },
    { id: 'tag', label: 'Tags', short: 'Tags', icon: <Tag aria-hidden />, run: () => verbs.tag(ids) },
    {
      id: 'favourite',
      key: 'favourite',
      label: allFavourite ? 'Remove from favourites' : 'Add to favourites',
      short: 'Favourite',
      icon: allFavourite ? <StarOff aria-hidden /> : <Star aria-hidden />,
      run: () => verbs.favourite(ids, !allFavourite),
    },
    ...(single
      ? [
          {
            id: 'rename',
            key: 'rename' as const,
            label: 'Rename',
            short: 'Rename',
            icon: <PencilLine aria-hidden />,
            run: () => verbs.rename(first),
          },
        ]
      : []),
    {
      id: 'trash',
      key: 'trash',
      label: 'Move to the trash',
      short: 'Trash',
      icon: <Trash2 aria-hidden />,
      danger: true,
      run: () => verbs.trash(ids),
    },
  ];
}

export const toMenuItems = (commands: readonly FileCommand[]): MenuItem[] =>
  commands.flatMap(({ id, key, label, icon, danger = false, run }) => [
    ...(danger ? [{ id: `${id}-line`, separator: true as const }] : []),
    { id, label, icon, danger, ...(key ? { shortcut: keyHint(key) } : {}), onSelect: run },
  ]);

/** The commands that have a key, for useCommands. */
export const toCommands = (commands: readonly FileCommand[]): Command[] =>
  commands.flatMap(({ key, label, icon, run }) =>
    key ? [{ id: key, label, icon, group: 'Files', run }] : [],
  );
