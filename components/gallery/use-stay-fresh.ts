'use client';

import { useEffect, useRef } from 'react';
import type { FileDto } from '@/lib/contracts/files';
import { takesPreview } from '@/lib/contracts/previewable';
import type { Gallery } from './use-gallery';

/** A tab looked at again after this long reads what is in sight again. */
const awayMs = 60_000;
/** The worker makes a thumbnail within seconds; a file older than this without one has none. */
const thumbnailWaitMs = 120_000;
const firstLookMs = 1_500;
const lastLookMs = 15_000;

/** Keeps what is in sight true: after the tab was away, and while thumbnails of new files are being made. */
export function useStayFresh({ refresh, list, range }: Gallery): void {
  const latest = useRef(refresh);
  useEffect(() => {
    latest.current = refresh;
  });

  useEffect(() => {
    let leftAt = Number.POSITIVE_INFINITY;
    const onVisibility = () => {
      if (document.visibilityState === 'hidden') leftAt = Date.now();
      else if (Date.now() - leftAt > awayMs) latest.current();
    };
    document.addEventListener('visibilitychange', onVisibility);
    return () => document.removeEventListener('visibilitychange', onVisibility);
  }, []);

  const waiting = list.ids.slice(range.from, range.to).some((id) => awaitsThumbnail(list.file(id)));
  useEffect(() => {
    if (!waiting) return;
    let delay = firstLookMs;
    let timer: ReturnType<typeof setTimeout>;
    const look = () => {
      if (document.visibilityState === 'visible') latest.current();
      delay = Math.min(lastLookMs, delay * 1.6);
      timer = setTimeout(look, delay);
    };
    timer = setTimeout(look, delay);
    return () => clearTimeout(timer);
  }, [waiting]);
}

function awaitsThumbnail(file: FileDto | undefined): boolean {
  if (!file || file.thumbnails) return false;
  const isFresh = Date.now() - new Date(file.createdAt).getTime() < thumbnailWaitMs;
  return isFresh && (file.kind === 'image' || takesPreview(file.mime));
}
