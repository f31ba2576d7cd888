'use client';

import {
  Archive,
  AudioLines,
  Braces,
  File as FileIcon,
  FileKey2,
  FileText,
  Image,
  type LucideIcon,
  Video,
} from 'lucide-react';
import { Bytes } from '@/components/ui/bytes';
import type { Column } from '@/components/ui/data-table';
import { FileName } from '@/components/ui/file-name';
import { IconButton } from '@/components/ui/icon-button';
import { Time } from '@/components/ui/time';
import type { AdminFileDto } from '@/lib/contracts/admin';
import type { FileKind } from '@/lib/contracts/files';

const kindIcons: Record<FileKind, LucideIcon> = {
  image: Image,
  video: Video,
  audio: AudioLines,
  document: FileText,
  data: Braces,
  archive: Archive,
  other: FileIcon,
};

type Columns = {
  onOwner: (owner: AdminFileDto['owner']) => void;
  onOpen: (file: AdminFileDto) => void;
  place: 'files' | 'trash';
};

const Owner = ({ file: { owner }, onOwner }: { file: AdminFileDto; onOwner: Columns['onOwner'] }) => (
  <button
    type="button"
    onClick={() => onOwner(owner)}
    title={owner.email}
    aria-label={`Only files of ${owner.name}`}
    className="block min-w-0 max-w-full truncate rounded-sm text-muted hover:text-text hover:underline"
  >
    <bdi>{owner.name}</bdi>
  </button>
);

/** The table of everybody's files. A click on an owner narrows the list to them. */
export const fileColumns = ({ onOwner, onOpen, place }: Columns): Column<AdminFileDto>[] => [
  {
    key: 'name',
    header: 'Name',
    cell: (file) => {
      const Icon = kindIcons[file.kind];
      return (
        <div className="flex min-w-0 items-center gap-3">
          <Icon aria-hidden className="size-4 shrink-0 text-muted" />
          <div className="min-w-0 flex-1">
            <FileName name={file.name} className="font-medium" />
            <p className="flex items-baseline gap-1.5 text-muted text-sm sm:hidden">
              <Owner file={file} onOwner={onOwner} />
              <span aria-hidden>·</span>
              <Bytes value={file.size} />
            </p>
          </div>
        </div>
      );
    },
  },
  {
    key: 'owner',
    header: 'Owner',
    className: 'hidden w-48 sm:table-cell',
    cell: (file) => <Owner file={file} onOwner={onOwner} />,
  },
  {
    key: 'size',
    header: 'Size',
    className: 'hidden w-28 text-right sm:table-cell',
    cell: (file) => <Bytes value={file.size} className="text-muted" />,
  },
  {
    key: 'time',
    header: place === 'trash' ? 'Trashed' : 'Uploaded',
    className: 'hidden w-32 md:table-cell',
    cell: (file) => <Time value={file.trashedAt ?? file.createdAt} className="text-muted" />,
  },
  {
    key: 'open',
    header: <span className="sr-only">Open</span>,
    className: 'w-14 pr-2 pl-0 text-right',
    cell: (file) => (
      <IconButton
        label={`Open ${file.name} for a reason`}
        size="sm"
        icon={<FileKey2 aria-hidden />}
        onClick={() => onOpen(file)}
      />
    ),
  },
];
