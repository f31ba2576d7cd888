'use client';

import { usePathname, useSearchParams } from 'next/navigation';
import { type ReactNode, useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { LibraryProvider, useLibrary } from '@/components/gallery/library-provider';
import { useShelf } from '@/components/gallery/use-lists';
import { parseView } from '@/components/gallery/view-state';
import { useMe } from '@/components/shell/use-me';
import { lazyPart } from '@/components/ui/lazy-part';
import { showError } from '@/components/ui/show-error';
import { showToast } from '@/components/ui/toast';
import { api } from '@/lib/api-client/api';
import { queryKeys } from '@/lib/api-client/query-keys';
import { refresh } from '@/lib/api-client/refresh';
import { formatCount } from '@/lib/format/count';
import { DropTarget } from './drop-target';
import { FileInputs } from './file-inputs';
import { type Destination, type UploadContext, UploadsOf } from './upload-context';
import { UploadSession } from './upload-session';

const UploadTray = lazyPart(() => import('./upload-tray').then((module) => module.UploadTray));

/**
 * Uploads that outlive navigation: drop target, paste, pickers and tray for every signed-in page, and the library whose
 * lists finished files join. Mounted once, in the layout of the signed-in pages.
 */
export function UploadProvider({ children }: { children: ReactNode }) {
  const { user } = useMe();
  return (
    <LibraryProvider key={user.id} userId={user.id}>
      <Uploads>{children}</Uploads>
    </LibraryProvider>
  );
}

function Uploads({ children }: { children: ReactNode }) {
  const { limits } = useMe();
  const session = useUploadSession();
  const destination = useDestination();
  const hasItems = useSyncExternalStore(
    session.subscribe,
    () => session.getSnapshot().items.length > 0,
    () => false,
  );
  const value = useMemo<UploadContext>(
    () => ({
      session,
      destination,
      add: (files, into = destination) => session.add(files, { folderId: into.folderId, onConflict: 'ask' }),
    }),
    [session, destination],
  );

  return (
    <UploadsOf value={value}>
      {children}
      {limits.canUpload && (
        <>
          <DropTarget
            destination={destination}
            onFiles={value.add}
            onUnreadable={(count) =>
              showToast({
                tone: 'warning',
                title: `${formatCount(count, 'file')} could not be read`,
                detail: 'Your computer did not hand them over. Check their permissions and drop them again.',
              })
            }
          />
          <FileInputs onFiles={value.add} />
        </>
      )}
      {hasItems && <UploadTray />}
    </UploadsOf>
  );
}

function useUploadSession(): UploadSession {
  const { library, folders } = useLibrary();
  const [session] = useState(
    () =>
      new UploadSession({
        load: async () =>
          (await import('./engine')).startEngine({ onSeen: (file) => library.arrive([file]) }),
        hasUnfinished: async () => (await api('listUploads', { query: { limit: 1 } })).items.length > 0,
        onArrived: (files, intoFolders) => {
          library.arrive(files);
          if (intoFolders) folders.changed();
          refresh(queryKeys.me);
        },
        onError: (error) => showError('Uploading could not start', error),
      }),
  );
  const { limits } = useMe();
  useEffect(() => {
    if (limits.canUpload) session.restore();
  }, [session, limits.canUpload]);
  return session;
}

/** New files go into the open folder; from any other page to the top. */
function useDestination(): Destination {
  const search = useSearchParams();
  const isGallery = usePathname() === '/';
  const view = useMemo(
    () => parseView(new URLSearchParams(isGallery ? search : undefined), 'library'),
    [search, isGallery],
  );
  const shelf = useShelf(view, null, { passive: true });
  const folder = shelf.status === 'ready' ? shelf.folder : null;
  return useMemo(
    () => ({ folderId: view.folderId, name: view.folderId ? (folder?.name ?? 'this folder') : 'Files' }),
    [view.folderId, folder?.name],
  );
}
