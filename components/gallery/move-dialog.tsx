'use client';

import { useQuery } from '@tanstack/react-query';
import { ChevronRight, Folder, FolderPlus, House } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { Button } from '@/components/ui/button';
import { cx } from '@/components/ui/cx';
import { Dialog } from '@/components/ui/dialog';
import { ErrorState } from '@/components/ui/error-state';
import { FileName } from '@/components/ui/file-name';
import { Input } from '@/components/ui/input';
import { showError } from '@/components/ui/show-error';
import { Skeleton } from '@/components/ui/skeleton';
import { api } from '@/lib/api-client/api';
import { queryKeys } from '@/lib/api-client/query-keys';
import type { FolderDto } from '@/lib/contracts/folders';
import { formatCount } from '@/lib/format/count';
import type { GalleryActions } from './actions';
import { nameProblem } from './name-problem';

type MoveDialogProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  fileIds: readonly string[];
  folderIds: readonly string[];
  /** Where all of them lie now; undefined when they lie in different folders. */
  from: string | null | undefined;
  actions: GalleryActions;
};
type Place = { id: string | null; name: string };
const root: Place = { id: null, name: 'Files' };

/** Chooses a folder by walking the tree, one level at a time; new ones can be made on the way. */
export function MoveDialog({ open, onOpenChange, fileIds, folderIds, from, actions }: MoveDialogProps) {
  const [path, setPath] = useState<readonly Place[]>([root]);
  const here = path.at(-1) ?? root;
  const { folders, error, reload } = useFoldersIn(here.id);
  const [pending, setPending] = useState(false);
  const what = [
    fileIds.length > 0 && formatCount(fileIds.length, 'file'),
    folderIds.length > 0 && formatCount(folderIds.length, 'folder'),
  ]
    .filter(Boolean)
    .join(' and ');

  async function move() {
    setPending(true);
    onOpenChange(false);
    await actions.move({ fileIds, folderIds }, here);
  }

  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={`Move ${what}`}
      footer={
        <>
          <Button onClick={() => onOpenChange(false)}>Cancel</Button>
          <Button variant="primary" pending={pending} disabled={from === here.id} onClick={move}>
            Move to {here.name.length > 30 ? 'this folder' : here.name}
          </Button>
        </>
      }
    >
      <nav aria-label="Chosen folder">
        <ol className="flex flex-wrap items-center">
          {path.map((place, index) => (
            <li key={place.id} className="flex min-w-0 items-center">
              {index > 0 && <ChevronRight aria-hidden className="size-4 shrink-0 text-muted" />}
              <button
                type="button"
                aria-current={place === here ? 'location' : undefined}
                onClick={() => setPath(path.slice(0, index + 1))}
                className="flex h-8 min-w-0 items-center gap-1.5 rounded-md px-2 hover:bg-hover aria-[current]:font-medium"
              >
                {index === 0 && <House aria-hidden className="size-4 text-muted" />}
                <FileName name={place.name} />
              </button>
            </li>
          ))}
        </ol>
      </nav>
      <div className="mt-2 h-64 overflow-y-auto rounded-md border border-line">
        {error !== null ? (
          <ErrorState
            title="The folders could not be loaded"
            error={error}
            onRetry={reload}
            className="py-6"
          />
        ) : (
          <FolderChoices
            folders={folders?.filter(({ id }) => !folderIds.includes(id))}
            onChoose={(folder) => setPath([...path, folder])}
          />
        )}
      </div>
      <NewFolder
        key={here.id}
        onCreate={async (name) => {
          await actions.createFolder(name, here.id);
          reload();
        }}
      />
    </Dialog>
  );
}

function FolderChoices({
  folders,
  onChoose,
}: {
  folders: readonly FolderDto[] | undefined;
  onChoose: (folder: FolderDto) => void;
}) {
  if (!folders) {
    return (
      <div role="status" aria-label="Loading folders" className="flex flex-col gap-2 p-2">
        {[1, 2, 3].map((row) => (
          <Skeleton key={row} className="h-8" />
        ))}
      </div>
    );
  }
  if (folders.length === 0) return <p className="p-4 text-center text-muted">No folders in here.</p>;
  return (
    <ul className="p-1">
      {folders.map((folder) => (
        <li key={folder.id}>
          <button
            type="button"
            onClick={() => onChoose(folder)}
            className={cx(
              'flex min-h-control w-full items-center gap-2.5 rounded-md px-2 text-left hover:bg-hover',
            )}
          >
            <Folder aria-hidden className="size-4 shrink-0 fill-current text-accent/70" />
            <FileName name={folder.name} className="flex-1" />
            <ChevronRight aria-hidden className="size-4 shrink-0 text-muted" />
          </button>
        </li>
      ))}
    </ul>
  );
}

function NewFolder({ onCreate }: { onCreate: (name: string) => Promise<void> }) {
  const [name, setName] = useState<string | null>(null);
  if (name === null) {
    return (
      <Button
        variant="ghost"
        size="sm"
        className="mt-2"
        icon={<FolderPlus aria-hidden className="size-4" />}
        onClick={() => setName('')}
      >
        New folder here
      </Button>
    );
  }
  async function create(event: FormEvent) {
    event.preventDefault();
    const chosen = (name ?? '').trim().normalize('NFC');
    const problem = nameProblem(chosen);
    try {
      if (problem) throw new Error(problem);
      await onCreate(chosen);
      setName(null);
    } catch (error) {
      showError(problem ?? 'The folder could not be created', error);
    }
  }
  return (
    <form onSubmit={create} className="mt-2 flex gap-2">
      <Input
        aria-label="Name of the new folder"
        ref={(input) => input?.focus()}
        value={name}
        onChange={(event) => setName(event.target.value)}
        autoComplete="off"
      />
      <Button type="submit">Create</Button>
    </form>
  );
}

/** The folders in a folder; undefined while they are read. */
function useFoldersIn(parentId: string | null) {
  const { data, error, refetch } = useQuery({
    queryKey: [...queryKeys.folders, parentId],
    queryFn: ({ signal }) => api('listFolders', { query: { parentId: parentId ?? 'root' }, signal }),
    staleTime: 0,
  });
  return { folders: data?.items, error, reload: () => void refetch() };
}
