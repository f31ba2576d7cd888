'use client';

import { Upload } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { cx } from '@/components/ui/cx';
import type { Addable } from '@/lib/uploader';
import { readDrop } from '@/lib/uploader/browser/read-drop';
import { type Aim, listenForFiles } from './listen-for-files';
import { namePasted } from './pasted-names';
import type { Destination } from './upload-context';

type DropTargetProps = {
  destination: Destination;
  onFiles: (files: readonly Addable[], into?: Destination) => void;
  onUnreadable: (count: number) => void;
};

/**
 * The whole window takes files: dropped (folders with their tree) or pasted. Says where they will go: into the folder
 * whose tile is under the pointer, else into the open one.
 */
export function DropTarget({ destination, onFiles, onUnreadable }: DropTargetProps) {
  const [over, setOver] = useState<Aim | null>(null);
  const latest = useRef({ onFiles, onUnreadable });
  useEffect(() => {
    latest.current = { onFiles, onUnreadable };
  });

  useEffect(
    () =>
      listenForFiles({
        onOver: setOver,
        onDrop(transfer, { folder }) {
          void readDrop(transfer).then(({ files, unreadable }) => {
            latest.current.onFiles(files, folder ?? undefined);
            if (unreadable > 0) latest.current.onUnreadable(unreadable);
          });
        },
        onPaste(files) {
          const now = new Date();
          latest.current.onFiles(files.map((file) => namePasted(file, now)));
        },
      }),
    [],
  );

  if (!over) return null;
  return (
    <div
      data-drop-target
      className={cx(
        'pointer-events-none fixed inset-0 z-[70] flex justify-center p-4',
        over.folder ? 'items-end' : 'items-center bg-bg/80',
      )}
    >
      {!over.folder && <div className="absolute inset-3 rounded-lg border-2 border-accent border-dashed" />}
      <p className="flex max-w-full items-center gap-3 rounded-lg border border-line bg-raised px-5 py-4 font-medium text-lg shadow-popup">
        <Upload aria-hidden className="size-5 shrink-0 text-accent" />
        <span className="min-w-0 truncate">
          Drop to upload to <bdi>{(over.folder ?? destination).name}</bdi>
        </span>
      </p>
    </div>
  );
}
