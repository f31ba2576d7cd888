'use client';

import { ChevronDown, ChevronUp, CircleAlert, CircleCheck, Pause, Play, Upload, X } from 'lucide-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useRowWindow } from '@/components/gallery/windowing';
import { cx } from '@/components/ui/cx';
import { IconButton } from '@/components/ui/icon-button';
import { Progress } from '@/components/ui/progress';
import { toPercent } from '@/lib/format/count';
import type { Totals, Uploader, UploadItem } from '@/lib/uploader';
import { announce, saidNothing } from './announce';
import { trayOrder } from './order';
import { TrayQuestions } from './tray-questions';
import { TrayRow, trayRowHeight } from './tray-row';
import { useUploadSnapshot, useUploads } from './upload-context';
import { trayLine } from './words';

/** The uploads of this tab: one line when folded, every file with its state when open. Covers no control. */
export function UploadTray() {
  const { session } = useUploads();
  const { items, totals } = useUploadSnapshot();
  const [folded, setFolded] = useState(false);
  const tray = useRef<HTMLElement>(null);
  const rows = useMemo(() => trayOrder(items), [items]);
  useReservedSpace(tray);
  const { uploader } = session;
  if (!uploader || rows.length === 0) return null;
  const percent = toPercent(totals.sentBytes, totals.sizeBytes);
  const line = trayLine(totals);
  const hasFailed = (totals.states.failed ?? 0) + (totals.states.refused ?? 0) > 0;

  return (
    <section
      ref={tray}
      aria-label="Uploads"
      className="fixed inset-x-0 bottom-[calc(3.5rem+env(safe-area-inset-bottom))] z-40 flex max-h-[70dvh] flex-col border-line border-t bg-raised shadow-popup md:inset-x-auto md:right-4 md:bottom-4 md:max-h-[min(28rem,60dvh)] md:w-96 md:rounded-lg md:border"
    >
      <header className="flex h-12 shrink-0 items-center gap-2 pr-2 pl-3">
        <StatusIcon totals={totals} />
        <h2 className="min-w-0 flex-1 truncate font-medium tabular-nums">
          <span className="max-sm:hidden">{line}</span>
          <span className="sm:hidden">{trayLine(totals, true)}</span>
        </h2>
        <HeaderButtons
          totals={totals}
          uploader={uploader}
          folded={folded}
          onFold={() => setFolded((now) => !now)}
        />
      </header>
      <Progress
        percent={percent}
        label="All uploads"
        valueText={`${percent} %, ${line}`}
        tone={hasFailed ? 'warning' : totals.active ? 'accent' : 'success'}
        className="shrink-0 rounded-none"
      />
      {!folded && (
        <>
          <TrayQuestions totals={totals} items={items} uploader={uploader} />
          <TrayRows rows={rows} uploader={uploader} />
        </>
      )}
      <Announcer totals={totals} />
    </section>
  );
}

function StatusIcon({ totals: { states, active } }: { totals: Totals }) {
  const shape = 'size-4 shrink-0';
  const trouble =
    (states.failed ?? 0) + (states.refused ?? 0) + (states.conflict ?? 0) + (states.duplicate ?? 0) > 0;
  if (trouble) return <CircleAlert aria-hidden className={cx(shape, 'text-warning')} />;
  if (active || states['needs-file'] || states.paused)
    return <Upload aria-hidden className={cx(shape, 'text-accent')} />;
  return <CircleCheck aria-hidden className={cx(shape, 'text-success')} />;
}

type HeaderButtonsProps = { totals: Totals; uploader: Uploader; folded: boolean; onFold: () => void };

function HeaderButtons({ totals: { active, states }, uploader, folded, onFold }: HeaderButtonsProps) {
  const hasPaused = (states.paused ?? 0) > 0;
  const isOver = !active && !hasPaused && !states['needs-file'] && !states.conflict;
  return (
    <div className="flex items-center">
      {active && (
        <IconButton
          size="sm"
          label="Pause all"
          icon={<Pause aria-hidden />}
          onClick={() => uploader.pause()}
        />
      )}
      {!active && hasPaused && (
        <IconButton
          size="sm"
          label="Resume all"
          icon={<Play aria-hidden />}
          onClick={() => uploader.resume()}
        />
      )}
      <IconButton
        size="sm"
        label={folded ? 'Show all uploads' : 'Fold the uploads'}
        aria-expanded={!folded}
        icon={folded ? <ChevronUp aria-hidden /> : <ChevronDown aria-hidden />}
        onClick={onFold}
      />
      {isOver && (
        <IconButton
          size="sm"
          label="Close the uploads"
          icon={<X aria-hidden />}
          onClick={() => dismiss(uploader)}
        />
      )}
    </div>
  );
}

/** Closing gives up what failed or was never answered; the finished ones are taken off the list. */
function dismiss(uploader: Uploader): void {
  uploader.cancel();
  uploader.clear();
}

function TrayRows({ rows, uploader }: { rows: readonly UploadItem[]; uploader: Uploader }) {
  const scroller = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLUListElement>(null);
  const { first, last } = useRowWindow({
    content,
    scroller,
    rows: rows.length,
    rowHeight: trayRowHeight,
    overscan: 4,
    initial: { first: 0, last: 7 },
  });
  return (
    <div ref={scroller} {...keyboardScroll} className="min-h-0 overflow-y-auto overscroll-contain">
      <ul
        ref={content}
        style={{
          paddingTop: first * trayRowHeight,
          paddingBottom: Math.max(0, (rows.length - 1 - last) * trayRowHeight),
        }}
      >
        {rows.slice(first, last + 1).map((item, offset) => (
          <TrayRow
            key={item.id}
            item={item}
            position={first + offset + 1}
            count={rows.length}
            uploader={uploader}
          />
        ))}
      </ul>
    </div>
  );
}

/** A region that scrolls must be reachable by keyboard; its rows may have no buttons. */
const keyboardScroll = { tabIndex: 0, role: 'group', 'aria-label': 'Files being uploaded' };

/** Says start, quarters, end and failures to screen readers, and nothing else. */
function Announcer({ totals }: { totals: Totals }) {
  const [{ said, words }, setState] = useState({ said: saidNothing, words: '' });
  const next = announce(said, totals);
  const changed = (Object.keys(said) as (keyof typeof said)[]).some((key) => said[key] !== next.said[key]);
  if (changed) setState({ said: next.said, words: next.words || words });
  return (
    <p role="status" className="sr-only">
      {words}
    </p>
  );
}

/** Pages end below the tray: its height is theirs to scroll past. */
function useReservedSpace(tray: React.RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const { current } = tray;
    const root = document.documentElement;
    if (!current) return;
    const sizes = new ResizeObserver(() =>
      root.style.setProperty('--tray', `${current.offsetHeight + 16}px`),
    );
    sizes.observe(current);
    return () => {
      sizes.disconnect();
      root.style.removeProperty('--tray');
    };
  });
}
