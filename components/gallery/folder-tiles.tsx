'use client';

import { Folder } from 'lucide-react';
import { type KeyboardEvent, useState } from 'react';
import { Button } from '@/components/ui/button';
import { cx } from '@/components/ui/cx';
import { FileName } from '@/components/ui/file-name';
import type { FolderDto } from '@/lib/contracts/folders';
import { type Dragged, isMoveDrag, readDrag, startDrag } from './drag';
import { Rename } from './rename';
import { stepFrom, stepOfKey } from './roving';
import { itemIdAt } from './use-collection';

type FolderTilesProps = {
  folders: readonly FolderDto[];
  hrefOf: (id: string) => string;
  renamingId: string | null;
  onOpen: (id: string) => void;
  onMenu: (folder: FolderDto, at: DOMRect) => void;
  onRename: (id: string, name: string | null) => void;
  onDropInto: (folder: FolderDto, dragged: Dragged) => void;
};

/** More folders than this are behind a button: nobody reads them, everybody scrolls past them. */
const firstShown = 48;

/** The folders of the open folder, above its files. Arrow keys move between them; one is a tab stop. */
export function FolderTiles({ folders, ...rest }: FolderTilesProps) {
  const [all, setAll] = useState(false);
  const [focused, setFocused] = useState<string>();
  const shown = all ? folders : folders.slice(0, firstShown);
  const tabStop = shown.some(({ id }) => id === focused) ? focused : shown[0]?.id;
  return (
    <section aria-label="Folders" className="flex flex-col gap-2">
      <ul
        className="grid grid-cols-2 gap-2 sm:grid-cols-[repeat(auto-fill,minmax(13rem,1fr))]"
        onKeyDown={moveFocus}
        onFocus={(event) => setFocused(itemIdAt(event.target) ?? undefined)}
      >
        {shown.map((folder) => (
          <FolderTile key={folder.id} folder={folder} focusable={folder.id === tabStop} {...rest} />
        ))}
      </ul>
      {shown.length < folders.length && (
        <Button size="sm" variant="ghost" className="self-start" onClick={() => setAll(true)}>
          Show all {folders.length.toLocaleString('en')} folders
        </Button>
      )}
    </section>
  );
}

type FolderTileProps = Omit<FolderTilesProps, 'folders'> & { folder: FolderDto; focusable: boolean };

function FolderTile({
  folder,
  focusable,
  hrefOf,
  renamingId,
  onOpen,
  onMenu,
  onRename,
  onDropInto,
}: FolderTileProps) {
  const [over, setOver] = useState(false);
  const { id, name } = folder;
  return (
    <li
      data-id={id}
      data-drop-folder={id}
      data-drop-name={name}
      onDragOver={(event) => {
        if (!isMoveDrag(event.dataTransfer)) return;
        event.preventDefault();
        event.dataTransfer.dropEffect = 'move';
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        setOver(false);
        const dragged = readDrag(event.dataTransfer);
        if (!dragged) return;
        event.preventDefault();
        onDropInto(folder, dragged);
      }}
      onContextMenu={(event) => {
        event.preventDefault();
        onMenu(folder, new DOMRect(event.clientX, event.clientY, 0, 0));
      }}
      className={cx(
        'group relative flex h-11 min-w-0 items-center rounded-md border transition-colors',
        over ? 'border-accent bg-selected' : 'border-line bg-raised hover:bg-hover',
        'data-aimed:border-accent data-aimed:bg-selected',
      )}
    >
      {renamingId === id ? (
        <span className="flex w-full items-center gap-2 px-2">
          <Folder aria-hidden className="size-4 shrink-0 text-muted" />
          <Rename name={name} label="New folder name" onDone={(next) => onRename(id, next)} />
        </span>
      ) : (
        <a
          href={hrefOf(id)}
          tabIndex={focusable ? 0 : -1}
          draggable
          onDragStart={(event) => startDrag(event.dataTransfer, { fileIds: [], folderIds: [id] }, name)}
          onClick={(event) => {
            if (event.metaKey || event.ctrlKey || event.shiftKey) return;
            event.preventDefault();
            onOpen(id);
          }}
          className="flex h-full min-w-0 flex-1 items-center gap-2.5 rounded-md pr-10 pl-3 font-medium text-sm"
        >
          <Folder aria-hidden className="size-4 shrink-0 fill-current text-accent/70" />
          <FileName name={name} />
        </a>
      )}
      {renamingId !== id && (
        <button
          type="button"
          tabIndex={-1}
          aria-label={`Actions for folder ${name}`}
          aria-haspopup="menu"
          onClick={(event) => onMenu(folder, event.currentTarget.getBoundingClientRect())}
          className="absolute right-1 flex size-8 items-center justify-center rounded-md text-muted opacity-0 hover:bg-selected hover:text-text focus-visible:opacity-100 group-focus-within:opacity-100 group-hover:opacity-100 touch:opacity-100"
        >
          <span className="icon-more size-4" />
        </button>
      )}
    </li>
  );
}

/** Arrow keys over the tiles as they lie, whatever their columns are. */
function moveFocus(event: KeyboardEvent<HTMLUListElement>): void {
  const step = stepOfKey(event);
  if (!step || event.key.length === 1 || !(event.target instanceof HTMLAnchorElement)) return;
  const links = [...event.currentTarget.querySelectorAll<HTMLAnchorElement>('a')];
  const top = links[0]?.getBoundingClientRect().top;
  const columns = links.filter((link) => link.getBoundingClientRect().top === top).length || 1;
  const to = stepFrom(links.indexOf(event.target), step, { columns, count: links.length, rowsPerPage: 4 });
  event.preventDefault();
  links[to]?.focus();
}
