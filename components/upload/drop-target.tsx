'use client';

import { Upload } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { Addable } from '@/lib/uploader';
import { readDrop } from '@/lib/uploader/browser/read-drop';
import { namePasted } from './pasted-names';

type DropTargetProps = {
  destination: { name: string };
  onFiles: (files: readonly Addable[]) => void;
  onUnreadable: (count: number) => void;
};

const bringsFiles = (transfer: DataTransfer | null): transfer is DataTransfer =>
  transfer?.types.includes('Files') ?? false;

/** The whole window takes files: dropped (folders with their tree) or pasted. Says where they will go. */
export function DropTarget({ destination, onFiles, onUnreadable }: DropTargetProps) {
  const [over, setOver] = useState(false);
  const latest = useRef({ onFiles, onUnreadable });
  useEffect(() => {
    latest.current = { onFiles, onUnreadable };
  });

  useEffect(() => {
    const take = (transfer: DataTransfer) => {
      void readDrop(transfer).then(({ files, unreadable }) => {
        latest.current.onFiles(files);
        if (unreadable > 0) latest.current.onUnreadable(unreadable);
      });
    };
    return listen(setOver, take, (files) => latest.current.onFiles(files));
  }, []);

  if (!over) return null;
  return (
    <div
      data-drop-target
      className="pointer-events-none fixed inset-0 z-[70] flex items-center justify-center bg-bg/80 p-4"
    >
      <div className="absolute inset-3 rounded-lg border-2 border-accent border-dashed" />
      <p className="flex max-w-full items-center gap-3 rounded-lg border border-line bg-raised px-5 py-4 font-medium text-lg shadow-popup">
        <Upload aria-hidden className="size-5 shrink-0 text-accent" />
        <span className="min-w-0 truncate">
          Drop to upload to <bdi>{destination.name}</bdi>
        </span>
      </p>
    </div>
  );
}

function listen(
  setOver: (over: boolean) => void,
  take: (transfer: DataTransfer) => void,
  paste: (files: File[]) => void,
): () => void {
  const abort = new AbortController();
  const options = { signal: abort.signal };
  // Enter and leave come for every element on the way: over as long as there were more of the first.
  let depth = 0;
  const leave = () => {
    depth = 0;
    setOver(false);
  };
  window.addEventListener(
    'dragenter',
    (event) => {
      if (!bringsFiles(event.dataTransfer)) return;
      event.preventDefault();
      depth += 1;
      setOver(true);
    },
    options,
  );
  window.addEventListener(
    'dragover',
    (event) => {
      if (!bringsFiles(event.dataTransfer)) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = 'copy';
    },
    options,
  );
  window.addEventListener(
    'dragleave',
    (event) => {
      if (!bringsFiles(event.dataTransfer)) return;
      depth -= 1;
      if (depth <= 0) leave();
    },
    options,
  );
  window.addEventListener(
    'drop',
    (event) => {
      leave();
      if (!bringsFiles(event.dataTransfer)) return;
      event.preventDefault();
      take(event.dataTransfer);
    },
    options,
  );
  document.addEventListener(
    'paste',
    (event) => {
      const files = [...(event.clipboardData?.files ?? [])];
      const writes =
        event.target instanceof Element && event.target.closest('input, textarea, [contenteditable]');
      if (files.length === 0 || writes) return;
      event.preventDefault();
      const now = new Date();
      paste(files.map((file) => namePasted(file, now)));
    },
    options,
  );
  return () => abort.abort();
}
