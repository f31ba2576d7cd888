import type { FileDto } from '@/lib/contracts/files';
import { formatPlayTime } from '@/lib/format/duration';

type Played = Pick<FileDto, 'kind' | 'durationSeconds' | 'thumbnails'>;

/** How long a video or recording plays, in the corner of its tile; a frame of a video is marked as one in any case. */
export function PlayTime({ file: { kind, durationSeconds, thumbnails } }: { file: Played }) {
  const isVideo = kind === 'video';
  if (durationSeconds === undefined && !(isVideo && thumbnails)) return null;
  return (
    <span className="absolute right-1.5 bottom-1.5 flex min-h-4 items-center gap-1 rounded-sm bg-bg/85 px-1 text-text text-xs tabular-nums">
      {isVideo && <span className="icon-play size-3" />}
      {durationSeconds !== undefined && formatPlayTime(durationSeconds)}
    </span>
  );
}
