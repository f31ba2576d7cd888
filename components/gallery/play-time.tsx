import { Play } from 'lucide-react';
import type { FileDto } from '@/lib/contracts/files';
import { formatPlayTime } from '@/lib/format/duration';

/** How long a video or recording plays, in the corner of its tile; a video of unknown length is marked as one. */
export function PlayTime({
  file: { kind, durationSeconds },
}: {
  file: Pick<FileDto, 'kind' | 'durationSeconds'>;
}) {
  if (kind !== 'video' && durationSeconds === undefined) return null;
  return (
    <span className="absolute right-1.5 bottom-1.5 flex items-center gap-1 rounded-sm bg-bg/85 px-1 text-text text-xs tabular-nums">
      {kind === 'video' && <Play aria-hidden className="size-3 fill-current" />}
      {durationSeconds !== undefined && formatPlayTime(durationSeconds)}
    </span>
  );
}
