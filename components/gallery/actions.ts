'use client';

import { useMemo } from 'react';
import { showError } from '@/components/ui/show-error';
import { showToast } from '@/components/ui/toast';
import { api } from '@/lib/api-client/api';
import { queryKeys } from '@/lib/api-client/query-keys';
import { refresh } from '@/lib/api-client/refresh';
import type { FileDto } from '@/lib/contracts/files';
import { formatBytes } from '@/lib/format/bytes';
import { formatCount } from '@/lib/format/count';
import type { Folders } from './folders';
import { sendBatch } from './gallery-api';
import type { Library } from './library';
import { useLibrary } from './library-provider';
import type { Change } from './pending';

export type GalleryActions = ReturnType<typeof createActions>;

/** Everything a person can do with files and folders, optimistic, undone on failure, said in one sentence. */
export function useGalleryActions(): GalleryActions {
  const { library, folders } = useLibrary();
  return useMemo(() => createActions(library, folders), [library, folders]);
}

const files = (count: number) => formatCount(count, 'file');

function createActions(library: Library, folders: Folders) {
  /** Runs change through the library; a refusal of some or all is told with a way to try again. */
  async function run(
    change: Change,
    send: () => ReturnType<typeof sendBatch>,
    failure: string,
  ): Promise<string[]> {
    let refused: string[] = [];
    try {
      await library.change(change, async () => {
        const outcome = await send();
        refused = outcome.refused;
        if (outcome.error !== null) showError(`${failure} (${files(refused.length)})`, outcome.error);
        return outcome;
      });
    } catch (error) {
      showError(failure, error, () => void run(change, send, failure));
      return [];
    }
    return change.ids.filter((id) => !refused.includes(id));
  }

  const batchMove = (ids: readonly string[], folderId: string | null) =>
    run(
      { kind: 'patch', ids, patch: { folderId } },
      () => sendBatch({ action: 'move', folderId }, ids),
      'The files could not be moved',
    );

  const actions = {
    async trash(ids: readonly string[]): Promise<void> {
      const trashedAt = new Date().toISOString();
      const done = await run(
        { kind: 'patch', ids, patch: { trashedAt } },
        () => sendBatch({ action: 'trash' }, ids),
        'The files could not be moved to the trash',
      );
      if (done.length === 0) return;
      showToast({
        id: 'trashed',
        title: `Moved ${files(done.length)} to the trash`,
        action: { label: 'Undo', onAction: () => void actions.restore(done, { quiet: true }) },
      });
    },

    async restore(ids: readonly string[], { quiet = false } = {}): Promise<void> {
      const done = await run(
        { kind: 'patch', ids, patch: { trashedAt: null } },
        () => sendBatch({ action: 'restore' }, ids),
        'The files could not be restored',
      );
      // A restored file may lie in another folder now, when its own is gone.
      library.staleAll();
      folders.reload();
      if (done.length > 0 && !quiet) showToast({ title: `Restored ${files(done.length)}`, tone: 'success' });
    },

    async deleteForGood(chosen: readonly Pick<FileDto, 'id' | 'size'>[]): Promise<void> {
      const ids = chosen.map(({ id }) => id);
      const outcome = await sendBatchThroughLibrary({ kind: 'delete', ids }, () =>
        sendBatch({ action: 'delete' }, ids),
      );
      const gone = new Set(ids.filter((id) => !outcome.refused.includes(id)));
      const freed = chosen.reduce((sum, { id, size }) => sum + (gone.has(id) ? size : 0), 0);
      refresh(queryKeys.me);
      if (outcome.error !== null) showError('Some files could not be deleted', outcome.error);
      showToast({ title: `Deleted ${files(gone.size)}`, detail: `${formatBytes(freed)} are free again.` });
    },

    /** Empties the trash; `ids` are those in sight. Throws, so that the dialog shows why. */
    async emptyTrash(ids: readonly string[]): Promise<void> {
      let result = { deleted: 0, freedBytes: 0 };
      await library.change({ kind: 'delete', ids }, async () => {
        result = await api('emptyTrash');
        return { refused: [] };
      });
      library.staleAll();
      folders.reload();
      refresh(queryKeys.me);
      showToast({
        title: `Deleted ${files(result.deleted)}`,
        detail: `${formatBytes(result.freedBytes)} are free again.`,
      });
    },

    async rename(id: string, name: string): Promise<void> {
      const send = async () => {
        await api('updateFile', { params: { id }, body: { name } });
        return { refused: [], error: null };
      };
      await run({ kind: 'patch', ids: [id], patch: { name } }, send, 'The file could not be renamed');
    },

    async favourite(ids: readonly string[], favourite: boolean): Promise<void> {
      await run(
        { kind: 'patch', ids, patch: { favourite } },
        () => sendBatch({ action: 'favourite', favourite }, ids),
        favourite ? 'The files could not be marked' : 'The mark could not be removed',
      );
    },

    async tag(ids: readonly string[], add: string[], remove: string[]): Promise<void> {
      await run(
        { kind: 'tag', ids, add, remove },
        () => sendBatch({ action: 'tag', add, remove }, ids),
        'The tags could not be changed',
      );
      refresh(queryKeys.tags);
    },

    /** Moves files and folders into a folder; Undo brings each back to where it was. */
    async move(
      { fileIds, folderIds = [] }: { fileIds: readonly string[]; folderIds?: readonly string[] },
      target: { id: string | null; name: string },
    ): Promise<void> {
      const origins = new Map<string | null, string[]>();
      for (const id of fileIds) {
        const from = library.find(id)?.folderId;
        if (from !== undefined && from !== target.id) origins.set(from, [...(origins.get(from) ?? []), id]);
      }
      const [done] = await Promise.all([
        fileIds.length > 0 ? batchMove(fileIds, target.id) : [],
        ...folderIds.map((id) => actions.moveFolder(id, target.id)),
      ]);
      if (done.length === 0) return;
      const undo = () => {
        for (const [folderId, ids] of origins) void batchMove(ids, folderId);
      };
      showToast({
        title: `Moved ${files(done.length)} to ${target.name}`,
        action: origins.size > 0 ? { label: 'Undo', onAction: undo } : undefined,
      });
    },

    async createFolder(name: string, parentId: string | null): Promise<void> {
      await folders.change({}, () => api('createFolder', { body: { name, parentId } }));
    },
    async renameFolder(id: string, name: string): Promise<void> {
      await guard('The folder could not be renamed', () =>
        folders.change({ rename: { id, name } }, () =>
          api('updateFolder', { params: { id }, body: { name } }),
        ),
      );
    },
    async moveFolder(id: string, parentId: string | null): Promise<void> {
      await guard('The folder could not be moved', () =>
        folders.change({ remove: [id] }, () => api('updateFolder', { params: { id }, body: { parentId } })),
      );
    },
    async trashFolder(id: string, name: string): Promise<void> {
      const done = await guard('The folder could not be moved to the trash', () =>
        folders.change({ remove: [id] }, () => api('deleteFolder', { params: { id } })),
      );
      if (!done) return;
      library.staleAll();
      showToast({
        title: `Moved ${name} and all in it to the trash`,
        action: { label: 'Undo', onAction: () => void actions.restoreFolder(id) },
      });
    },
    async restoreFolder(id: string): Promise<void> {
      const done = await guard('The folder could not be restored', () =>
        folders.change({}, () => api('restoreFolder', { params: { id } })),
      );
      if (done) library.staleAll();
    },
  };

  async function sendBatchThroughLibrary(change: Change, send: () => ReturnType<typeof sendBatch>) {
    let outcome: Awaited<ReturnType<typeof sendBatch>> = { refused: [], error: null };
    await library.change(change, async () => {
      outcome = await send();
      return outcome;
    });
    return outcome;
  }

  /** True when it went through; a failure is told. */
  async function guard(failure: string, act: () => Promise<unknown>): Promise<boolean> {
    try {
      await act();
      return true;
    } catch (error) {
      showError(failure, error);
      return false;
    }
  }

  return actions;
}
