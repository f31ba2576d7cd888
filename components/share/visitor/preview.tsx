'use client';

import { ChevronLeft, ChevronRight, X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { FileName } from '@/components/ui/file-name';
import { IconButton } from '@/components/ui/icon-button';
import type { VisitorItem } from '@/lib/contracts/visits';
import { DownloadForm } from './download-form';
import { PreviewStage } from './preview-stage';
import type { Visit } from './use-visit';

type PreviewProps = {
  visit: Visit;
  items: readonly VisitorItem[];
  index: number;
  onMove: (index: number) => void;
  onClose: () => void;
};

/** One file over the whole window; arrows go on, Escape comes back. Its code travels with the first look. */
export function Preview({ visit, items, index, onMove, onClose }: PreviewProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const item = items[index];
  useEffect(() => {
    const { current } = dialog;
    current?.showModal();
    return () => current?.close();
  }, []);
  if (!item) return null;
  const move = (step: number) => {
    const next = index + step;
    if (next >= 0 && next < items.length) onMove(next);
  };
  return (
    <dialog
      ref={dialog}
      aria-label={item.name}
      onClose={onClose}
      onKeyDown={(event) => {
        if (event.target instanceof HTMLMediaElement) return;
        if (event.key === 'ArrowRight') move(1);
        if (event.key === 'ArrowLeft') move(-1);
      }}
      className="fixed inset-0 m-0 flex size-full max-h-none max-w-none flex-col bg-bg text-text backdrop:bg-backdrop"
    >
      <header className="flex shrink-0 items-center gap-2 border-line border-b py-2 pr-2 pl-4">
        <FileName name={item.name} className="flex-1 font-medium" />
        <DownloadForm item={item} visit={visit} look="icon" />
        <IconButton label="Close" icon={<X aria-hidden />} onClick={onClose} />
      </header>
      <div className="relative flex min-h-0 flex-1 items-center justify-center">
        <PreviewStage key={item.id} item={item} visit={visit} />
      </div>
      {items.length > 1 && (
        <nav
          aria-label="Other files"
          className="flex shrink-0 items-center justify-center gap-4 border-line border-t p-2 pb-[calc(0.5rem+env(safe-area-inset-bottom))]"
        >
          <IconButton
            label="Previous file"
            icon={<ChevronLeft aria-hidden />}
            disabled={index === 0}
            onClick={() => move(-1)}
          />
          <span className="text-muted tabular-nums" aria-live="polite">
            {index + 1} of {items.length}
          </span>
          <IconButton
            label="Next file"
            icon={<ChevronRight aria-hidden />}
            disabled={index === items.length - 1}
            onClick={() => move(1)}
          />
        </nav>
      )}
    </dialog>
  );
}
