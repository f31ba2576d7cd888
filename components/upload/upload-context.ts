'use client';

import { createContext, useContext, useSyncExternalStore } from 'react';
import type { Addable, Snapshot } from '@/lib/uploader';
import type { UploadSession } from './upload-session';

export type Destination = { folderId: string | null; name: string };
export type UploadContext = {
  session: UploadSession;
  destination: Destination;
  /** Into the open folder unless told. */
  add: (files: readonly Addable[], into?: Destination) => void;
};
export const UploadsOf = createContext<UploadContext | null>(null);

/** The uploads of this tab and where new ones go. */
export function useUploads(): UploadContext {
  const value = useContext(UploadsOf);
  if (!value) throw new Error('useUploads needs an UploadProvider above it.');
  return value;
}

/** All items and totals, at most ten times a second. */
export function useUploadSnapshot(): Snapshot {
  const { session } = useUploads();
  return useSyncExternalStore(session.subscribe, session.getSnapshot, session.getSnapshot);
}
