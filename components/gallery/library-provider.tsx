'use client';

import { createContext, type ReactNode, useContext, useEffect, useState } from 'react';
import { api } from '@/lib/api-client/api';
import { Folders } from './folders';
import { fetchFilePage } from './gallery-api';
import { Library } from './library';
import { createTabChannel } from './tab-channel';

type LibraryContext = { library: Library; folders: Folders };
const Context = createContext<LibraryContext | null>(null);

/** Keeps the lists of files and folders while a person moves between pages; other tabs of theirs are followed. */
export function LibraryProvider({ userId, children }: { userId: string; children: ReactNode }) {
  const [value] = useState(() => createLibrary(userId));
  useEffect(() => {
    const leave = [value.library.connect(), value.folders.connect()];
    return () => {
      for (const disconnect of leave) disconnect();
    };
  }, [value]);
  return <Context value={value}>{children}</Context>;
}

function createLibrary(userId: string): LibraryContext {
  const library = new Library({ fetchPage: fetchFilePage, tabs: createTabChannel(userId, 'files') });
  const folders = new Folders(
    {
      list: (query, signal) => api('listFolders', { query, signal }),
      get: (id, signal) => api('getFolder', { params: { id }, signal }),
    },
    createTabChannel(userId, 'folders'),
  );
  return { library, folders };
}

/** The library of the signed-in person. Throws outside LibraryProvider. */
export function useLibrary(): LibraryContext {
  const value = useContext(Context);
  if (!value) throw new Error('useLibrary needs a LibraryProvider above it.');
  return value;
}
