'use client';

import { Check, FileSearch, Pause, Play, RotateCw, X } from 'lucide-react';
import { memo, useRef } from 'react';
import { Bytes } from '@/components/ui/bytes';
import { cx } from '@/components/ui/cx';
import { FileName } from '@/components/ui/file-name';
import { IconButton } from '@/components/ui/icon-button';
import { Progress } from '@/components/ui/progress';
import { toPercent } from '@/lib/format/count';
import type { StateName, Uploader, UploadItem } from '@/lib/uploader';
import { stateWords } from './words';

export const trayRowHeight = 60;

type TrayRowProps = { item: UploadItem; position: number; count: number; uploader: Uploader };

const canPause: ReadonlySet<StateName> = new Set(['queued', 'signing', 'uploading', 'waiting']);
const canCancel: ReadonlySet<StateName> = new Set([
  ...canPause,
  'paused',
  'needs-file',
  'failed',
  'conflict',
  'duplicate',
]);
const isTrouble: ReadonlySet<StateName> = new Set(['failed', 'refused']);
const showsBar: ReadonlySet<StateName> = new Set(['uploading', 'waiting', 'paused', 'verifying']);

/** One file on its way: name, state in words, progress, and what can be done about it. */
export const TrayRow = memo(function TrayRow({ item, position, count, uploader }: TrayRowProps) {
  const { id, name, path, sizeBytes, sentBytes, state } = item;
  const words = stateWords(item, uploader.rate(id));
  const percent = toPercent(sentBytes, sizeBytes);
  return (
    <li
      aria-setsize={count}
      aria-posinset={position}
      data-state={state.name}
      style={{ height: trayRowHeight }}
      className="flex items-center gap-2 border-line border-t px-3"
    >
      <div className="flex min-w-0 flex-1 flex-col gap-0.5">
        <span className="flex min-w-0 items-baseline gap-2 text-sm">
          <FileName name={path ? `${path}/${name}` : name} className="flex-1" />
          <Bytes value={sizeBytes} className="text-muted text-xs" />
        </span>
        {showsBar.has(state.name) && (
          <Progress
            percent={state.name === 'verifying' ? null : percent}
            label={`Uploading ${name}`}
            valueText={words}
            tone={state.name === 'uploading' || state.name === 'verifying' ? 'accent' : 'warning'}
          />
        )}
        <span
          title={words}
          className={cx(
            'text-xs tabular-nums',
            isTrouble.has(state.name) ? 'line-clamp-2 text-danger' : 'truncate text-muted',
          )}
        >
          {words}
        </span>
      </div>
      <RowButtons item={item} uploader={uploader} />
    </li>
  );
});

function RowButtons({ item: { id, name, state }, uploader }: Pick<TrayRowProps, 'item' | 'uploader'>) {
  const small = { size: 'sm' } as const;
  if (state.name === 'ready') return <Check aria-hidden className="mx-1.5 size-4 shrink-0 text-success" />;
  return (
    <div className="flex shrink-0 items-center">
      {state.name === 'needs-file' && <PickAgain id={id} name={name} uploader={uploader} />}
      {state.name === 'failed' && state.retryable && (
        <IconButton
          {...small}
          label={`Try ${name} again`}
          icon={<RotateCw aria-hidden />}
          onClick={() => uploader.retry([id])}
        />
      )}
      {state.name === 'paused' && (
        <IconButton
          {...small}
          label={`Resume ${name}`}
          icon={<Play aria-hidden />}
          onClick={() => uploader.resume([id])}
        />
      )}
      {canPause.has(state.name) && (
        <IconButton
          {...small}
          label={`Pause ${name}`}
          icon={<Pause aria-hidden />}
          onClick={() => uploader.pause([id])}
        />
      )}
      {canCancel.has(state.name) ? (
        <IconButton
          {...small}
          label={`Cancel ${name}`}
          icon={<X aria-hidden />}
          onClick={() => {
            uploader.cancel([id]);
            uploader.clear([id]);
          }}
        />
      ) : (
        state.name !== 'verifying' && (
          <IconButton
            {...small}
            label={`Take ${name} off the list`}
            icon={<X aria-hidden />}
            onClick={() => uploader.clear([id])}
          />
        )
      )}
    </div>
  );
}

function PickAgain({ id, name, uploader }: { id: string; name: string; uploader: Uploader }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <IconButton
        size="sm"
        label={`Choose ${name} again`}
        icon={<FileSearch aria-hidden />}
        onClick={() => input.current?.click()}
      />
      <input
        ref={input}
        type="file"
        hidden
        tabIndex={-1}
        aria-label={`${name}, again`}
        onChange={({ target }) => {
          const [file] = target.files ?? [];
          if (file) uploader.provideFile(id, file);
          target.value = '';
        }}
      />
    </>
  );
}
