import {
  File,
  FileArchive,
  FileChartColumn,
  FileImage,
  FileMusic,
  FileText,
  FileVideoCamera,
} from 'lucide-react';
import { cx } from '@/components/ui/cx';
import type { FileDto, FileKind } from '@/lib/contracts/files';

const icons = {
  image: FileImage,
  video: FileVideoCamera,
  audio: FileMusic,
  document: FileText,
  data: FileChartColumn,
  archive: FileArchive,
  other: File,
} as const satisfies Record<FileKind, unknown>;

/** The kinds as people say them. */
export const kindNames: Record<FileKind, string> = {
  image: 'Images',
  video: 'Videos',
  audio: 'Audio',
  document: 'Documents',
  data: 'Data',
  archive: 'Archives',
  other: 'Other',
};

/** What stands for a file without a picture: its kind drawn, and its extension in words. */
export function TypeIcon({
  file: { kind, extension },
  size,
}: {
  file: Pick<FileDto, 'kind' | 'extension'>;
  size: 'small' | 'large';
}) {
  const Icon = icons[kind];
  return (
    <span aria-hidden className="flex size-full flex-col items-center justify-center gap-1.5 text-muted">
      <Icon className={size === 'small' ? 'size-5' : 'size-9'} strokeWidth={size === 'small' ? 1.75 : 1.25} />
      {size === 'large' && extension && (
        <span className={cx('max-w-full truncate px-2 font-medium text-xs uppercase tracking-wide')}>
          {extension.slice(0, 8)}
        </span>
      )}
    </span>
  );
}
