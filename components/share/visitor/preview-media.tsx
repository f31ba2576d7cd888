'use client';

import { useCallback, useEffect, useRef, useState } from 'react';
import { Callout } from '@/components/ui/callout';
import { Spinner } from '@/components/ui/spinner';
import { api } from '@/lib/api-client/api';
import { toApiError } from '@/lib/api-client/api-error';
import type { VisitorItem } from '@/lib/contracts/visits';
import { escapeBidi } from '@/lib/format/file-name';
import type { Visit } from './use-visit';

type PreviewMediaProps = { item: VisitorItem; visit: Visit; kind: 'video' | 'audio' };

/** Signatures in a row that the browser could not play from: then it is the file, not the signature. */
const maxFailures = 2;

/** Video or audio. Its URL lives a minute, so a refused range asks for another one and goes on where it was. */
export function PreviewMedia({ item, visit, kind }: PreviewMediaProps) {
  const media = useRef<HTMLVideoElement & HTMLAudioElement>(null);
  const place = useRef({ time: 0, playing: false });
  const failures = useRef(0);
  const [url, setUrl] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const { slug } = visit;
  const { id } = item;

  const sign = useCallback(
    () =>
      api('previewShare', { params: { slug }, body: { fileId: id } }).then(
        ({ presign }) => setUrl(presign.url),
        (error: unknown) => setProblem(toApiError(error).detail),
      ),
    [slug, id],
  );
  useEffect(() => {
    void sign();
  }, [sign]);

  if (problem) {
    return (
      <Callout tone="danger" className="m-4">
        {problem}
      </Callout>
    );
  }
  if (!url) return <Spinner />;
  const shared = {
    ref: media,
    src: url,
    controls: true,
    preload: 'metadata',
    'aria-label': escapeBidi(item.name),
    onTimeUpdate: () => {
      const { current } = media;
      if (!current) return;
      place.current = { time: current.currentTime, playing: !current.paused };
      failures.current = 0;
    },
    onLoadedMetadata: () => {
      const { current } = media;
      if (!current || place.current.time === 0) return;
      current.currentTime = place.current.time;
      // A browser that wants a click first says no: the person presses play.
      if (place.current.playing) current.play().catch(() => undefined);
    },
    onError: () => {
      failures.current += 1;
      if (failures.current > maxFailures)
        setProblem('This browser cannot play this file. Download it instead.');
      else void sign();
    },
  } as const;
  return kind === 'video' ? (
    <video {...shared} playsInline poster={item.thumbnails?.[1280]} className="max-h-full max-w-full" />
  ) : (
    <audio {...shared} className="w-full max-w-lg px-4" />
  );
}
