'use client';

import { Music } from 'lucide-react';
import { type ComponentProps, useEffect, useRef, useState } from 'react';
import type { FileDto } from '@/lib/contracts/files';
import { renewInMs, useSignedUrl } from './signed-url';
import { StageError } from './stage-error';

type MediaStageProps = { file: FileDto; kind: 'video' | 'audio' };

/**
 * Video or audio with the browser's own controls. Its URL is renewed before it ends and after an error; the position,
 * the speed and whether it plays are kept.
 */
export function MediaStage({ file, kind }: MediaStageProps) {
  const media = useRef<HTMLVideoElement & HTMLAudioElement>(null);
  const place = useRef({ time: 0, playing: false, rate: 1 });
  const [failures, setFailures] = useState(0);
  const { presign, error, renew } = useSignedUrl(file.id);

  useEffect(() => {
    if (!presign) return;
    const timer = setTimeout(renew, renewInMs(presign));
    return () => clearTimeout(timer);
  }, [presign, renew]);

  const note = () => {
    const { current } = media;
    if (!current || current.readyState === HTMLMediaElement.HAVE_NOTHING) return;
    place.current = { time: current.currentTime, playing: !current.paused, rate: current.playbackRate };
  };
  const restore = () => {
    const { current } = media;
    if (!current || place.current.time === 0) return;
    current.currentTime = place.current.time;
    current.playbackRate = place.current.rate;
    // A browser that wants a click first says no: the person presses play.
    if (place.current.playing) current.play().catch(() => undefined);
  };

  if (error !== null || failures > 2) {
    return (
      <StageError
        title={failures > 2 ? `This browser cannot play ${file.name}` : 'The file could not be opened'}
        error={error}
        onRetry={() => {
          setFailures(0);
          renew();
        }}
      />
    );
  }
  const shared: ComponentProps<'video'> & ComponentProps<'audio'> = {
    src: presign?.url,
    controls: true,
    preload: 'metadata',
    'aria-label': file.name,
    onTimeUpdate: note,
    onPause: note,
    onPlay: note,
    onLoadedMetadata: restore,
    // Arrow keys seek here; in the viewer around it they would change the file.
    onKeyDown: (event) => event.stopPropagation(),
    onError: () => {
      setFailures((now) => now + 1);
      renew();
    },
  };
  if (kind === 'video') {
    return (
      <video
        {...shared}
        ref={media}
        playsInline
        poster={file.thumbnails?.[1280]}
        className="max-h-full max-w-full"
      />
    );
  }
  return (
    <div className="flex w-full max-w-lg flex-col items-center gap-8 px-4">
      <div aria-hidden className="flex size-40 items-center justify-center rounded-lg bg-subtle text-muted">
        <Music className="size-16" strokeWidth={1} />
      </div>
      <audio {...shared} ref={media} className="w-full" />
    </div>
  );
}
