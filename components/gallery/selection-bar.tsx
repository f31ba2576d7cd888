'use client';

import { X } from 'lucide-react';
import { keyHint } from '@/components/shell/keymap';
import { Bytes } from '@/components/ui/bytes';
import { cx } from '@/components/ui/cx';
import { IconButton } from '@/components/ui/icon-button';
import { formatCount } from '@/lib/format/count';
import type { FileCommand } from './file-commands';

type SelectionBarProps = {
  count: number;
  /** Of the selected files that are known; null while some are not. */
  sizeBytes: number | null;
  /** All that is here is selected, and there is more that is not here yet. */
  hasMore: boolean;
  commands: readonly FileCommand[];
  onClear: () => void;
};

/** Takes the toolbar's place while files are selected, so nothing moves; on a phone its actions lie under the thumb. */
export function SelectionBar({ count, sizeBytes, hasMore, commands, onClear }: SelectionBarProps) {
  return (
    <section aria-label="Selection" className="flex h-14 items-center gap-2">
      <h1 className="sr-only">Files</h1>
      <IconButton label="Clear the selection" shortcut="Esc" icon={<X aria-hidden />} onClick={onClear} />
      <p className="min-w-0 flex-1 truncate font-medium">
        <span className="tabular-nums">{formatCount(count, 'file')} selected</span>
        {sizeBytes !== null && (
          <span className="font-normal text-muted">
            {' · '}
            <Bytes value={sizeBytes} />
          </span>
        )}
        {hasMore && <span className="font-normal text-muted"> · more below</span>}
      </p>
      <div
        role="toolbar"
        aria-label="Actions for the selected files"
        className="flex items-center gap-1 max-md:fixed max-md:inset-x-0 max-md:bottom-0 max-md:z-40 max-md:gap-0 max-md:overflow-x-auto max-md:border-line max-md:border-t max-md:bg-bg max-md:px-1 max-md:pb-[env(safe-area-inset-bottom)]"
      >
        {commands.map(({ id, key, label, short, icon, danger, run }) => (
          <button
            key={id}
            type="button"
            aria-label={label}
            data-tip={label}
            data-tip-keys={key && keyHint(key)}
            onClick={run}
            className={cx(
              'flex size-control shrink-0 items-center justify-center rounded-md text-muted transition-colors hover:bg-hover hover:text-text [&>svg]:size-4',
              'max-md:h-14 max-md:w-auto max-md:min-w-14 max-md:flex-1 max-md:flex-col max-md:gap-1 max-md:text-xs max-md:[&>svg]:size-5',
              danger && 'hover:text-danger',
            )}
          >
            {icon}
            <span aria-hidden className="md:hidden">
              {short}
            </span>
          </button>
        ))}
      </div>
    </section>
  );
}
