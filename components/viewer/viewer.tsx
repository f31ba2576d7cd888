'use client';

import { Dialog } from '@base-ui/react/dialog';
import { ChevronLeft, ChevronRight, Info, X } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useRef, useState } from 'react';
import { type FileCommand, toCommands } from '@/components/gallery/file-commands';
import type { ListSnapshot } from '@/components/gallery/library-entry';
import { useCommands } from '@/components/shell/commands';
import { keyHint } from '@/components/shell/keymap';
import { Queries } from '@/components/shell/queries';
import { ErrorState } from '@/components/ui/error-state';
import { FileName } from '@/components/ui/file-name';
import { IconButton } from '@/components/ui/icon-button';
import { Spinner } from '@/components/ui/spinner';
import type { FileDto } from '@/lib/contracts/files';
import { Details } from './details';
import { StageView } from './stage-view';
import { useNeighbours } from './use-neighbours';
import { useShownFile } from './use-shown-file';

type ViewerProps = {
  fileId: string;
  list: ListSnapshot;
  commandsFor: (ids: readonly string[]) => FileCommand[];
  hrefOfFolder: (id: string | null) => string;
  /** Goes to another file in place. */
  onShow: (fileId: string) => void;
  /** The last loaded file is near: more are wanted. */
  onNearEnd: () => void;
  onClose: () => void;
  /** Dialogs that were opened from here. */
  children?: ReactNode;
};

/** One file over the whole window; its neighbours by arrow, swipe or button. Escape and Back return to the list. */
export const Viewer = (props: ViewerProps) => (
  <Queries>
    <Shown {...props} />
  </Queries>
);

function Shown({
  fileId,
  list,
  commandsFor,
  hrefOfFolder,
  onShow,
  onNearEnd,
  onClose,
  children,
}: ViewerProps) {
  const { file, error, retry } = useShownFile(fileId, list);
  const { previous, next, position } = useNeighbours({ fileId, list, onShow, onNearEnd, onClose });
  const [showsDetails, setShowsDetails] = useState(false);
  const popup = useRef<HTMLDivElement>(null);
  const commands = commandsFor([fileId]).filter(({ id }) => id !== 'open' && id !== 'rename');
  const go = (direction: 'next' | 'previous') => {
    const id = direction === 'next' ? next : previous;
    if (id) onShow(id);
  };
  useCommands([
    ...toCommands(commands),
    { id: 'next', run: () => go('next') },
    { id: 'previous', run: () => go('previous') },
    { id: 'details', run: () => setShowsDetails((now) => !now) },
    { id: 'close', run: onClose },
  ]);

  // The dialog keeps arrow keys to itself, so they never reach the page's key handler.
  const onArrow = (event: KeyboardEvent) => {
    const { target } = event;
    // Dialogs opened from here are portals: their keys bubble through React, not through the page.
    const isHere = target instanceof Element && event.currentTarget.contains(target);
    const isElsewhere = !isHere || target.closest('video, audio, input, [role=menu]');
    if (isElsewhere || event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key !== 'ArrowRight' && event.key !== 'ArrowLeft') return;
    event.preventDefault();
    go(event.key === 'ArrowRight' ? 'next' : 'previous');
  };

  return (
    // Focus stays inside; toasts ("Undo") and menus outside can still be clicked.
    <Dialog.Root open modal="trap-focus" onOpenChange={(open) => !open && onClose()} disablePointerDismissal>
      <Dialog.Portal>
        <Dialog.Popup
          aria-label={file ? `Preview of ${file.name}` : 'Preview'}
          ref={popup}
          initialFocus={popup}
          // The gallery gives the focus to the file shown last, not to the one that was opened.
          finalFocus={false}
          onKeyDown={onArrow}
          className="fixed inset-0 z-50 flex flex-col overflow-hidden overscroll-contain bg-bg outline-none"
        >
          <ViewerBar
            file={file}
            position={position}
            commands={file ? commands : []}
            showsDetails={showsDetails}
            onDetails={() => setShowsDetails((now) => !now)}
            onClose={onClose}
          />
          <div className="relative flex min-h-0 flex-1">
            <div className="relative flex min-w-0 flex-1 items-center justify-center">
              {file ? (
                <StageView
                  key={file.id}
                  file={file}
                  onSwipe={go}
                  onDownload={() => commands.find(({ id }) => id === 'download')?.run()}
                />
              ) : error === null ? (
                <Spinner className="size-6 text-muted" />
              ) : (
                <ErrorState title="This file could not be opened" error={error} onRetry={retry} />
              )}
              <Arrow direction="previous" disabled={!previous} onGo={go} />
              <Arrow direction="next" disabled={!next} onGo={go} />
            </div>
            {showsDetails && file && <Details file={file} hrefOfFolder={hrefOfFolder} />}
          </div>
          {children}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

type ViewerBarProps = {
  file: FileDto | null;
  position: string;
  commands: readonly FileCommand[];
  showsDetails: boolean;
  onDetails: () => void;
  onClose: () => void;
};

function ViewerBar({ file, position, commands, showsDetails, onDetails, onClose }: ViewerBarProps) {
  return (
    <header className="flex h-14 shrink-0 items-center gap-1 border-line border-b px-2 md:px-3">
      <IconButton label="Close" shortcut="Esc" icon={<X aria-hidden />} onClick={onClose} />
      <div className="flex min-w-0 flex-1 items-baseline gap-3 px-1">
        <h2 aria-live="polite" className="min-w-0 font-medium">
          {file && <FileName name={file.name} />}
        </h2>
        <p className="hidden shrink-0 text-muted text-sm tabular-nums sm:block">{position}</p>
      </div>
      <div className="flex items-center overflow-x-auto">
        {commands.map(({ id, key, label, icon, danger, run }) => (
          <IconButton
            key={id}
            label={label}
            icon={icon}
            tone={danger ? 'danger' : 'default'}
            onClick={run}
            {...(key ? { shortcut: keyHint(key) } : {})}
            className={id === 'download' || id === 'trash' || id === 'favourite' ? '' : 'max-sm:hidden'}
          />
        ))}
        <IconButton
          label="Details"
          shortcut={keyHint('details')}
          icon={<Info aria-hidden />}
          aria-pressed={showsDetails}
          onClick={onDetails}
        />
      </div>
    </header>
  );
}

function Arrow({
  direction,
  disabled,
  onGo,
}: {
  direction: 'next' | 'previous';
  disabled: boolean;
  onGo: (direction: 'next' | 'previous') => void;
}) {
  if (disabled) return null;
  const isNext = direction === 'next';
  return (
    <IconButton
      label={isNext ? 'Next file' : 'Previous file'}
      shortcut={isNext ? '→' : '←'}
      icon={isNext ? <ChevronRight aria-hidden /> : <ChevronLeft aria-hidden />}
      onClick={() => onGo(direction)}
      className={`absolute top-1/2 -translate-y-1/2 rounded-full border border-line bg-raised/90 shadow-raised ${isNext ? 'right-3' : 'left-3'} touch:hidden`}
    />
  );
}
