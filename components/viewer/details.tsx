'use client';

import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ExistingLinks } from '@/components/share/existing-links';
import { Time } from '@/components/ui/time';
import { api } from '@/lib/api-client/api';
import { queryKeys } from '@/lib/api-client/query-keys';
import type { FileDto } from '@/lib/contracts/files';
import { formatBytes, formatExactBytes } from '@/lib/format/bytes';
import { formatPlayTime } from '@/lib/format/duration';
import { escapeBidi } from '@/lib/format/file-name';
import { History } from './history';
import { Integrity } from './integrity';
import { Versions } from './versions';

/** Everything known about a file: what it is, where it lies, and what proves that it is whole. */
export function Details({
  file,
  hrefOfFolder,
}: {
  file: FileDto;
  hrefOfFolder: (id: string | null) => string;
}) {
  return (
    <aside
      aria-label="Details"
      className="flex w-full shrink-0 flex-col gap-5 overflow-y-auto overscroll-contain border-line bg-raised p-5 max-md:absolute max-md:inset-x-0 max-md:bottom-0 max-md:max-h-[60%] max-md:rounded-t-lg max-md:border-t max-md:shadow-popup md:w-80 md:border-l"
    >
      <h3 className="break-words font-semibold text-lg">{escapeBidi(file.name)}</h3>
      <dl className="flex flex-col gap-3 text-sm">
        <Fact name="Type">{file.mime}</Fact>
        <Fact name="Size">
          {formatBytes(file.size)} <span className="text-muted">({formatExactBytes(file.size)})</span>
        </Fact>
        {file.width && file.height ? (
          <Fact name="Dimensions">
            {file.width.toLocaleString('en')} × {file.height.toLocaleString('en')} px
          </Fact>
        ) : null}
        {file.durationSeconds !== undefined && (
          <Fact name="Length">{formatPlayTime(file.durationSeconds)}</Fact>
        )}
        <Fact name="Folder">
          <FolderLink id={file.folderId} hrefOf={hrefOfFolder} />
        </Fact>
        <Fact name="Tags">{file.tags.length > 0 ? file.tags.join(', ') : <Muted>none</Muted>}</Fact>
        <Fact name="Added">
          <Time value={file.createdAt} style="exact" />
        </Fact>
      </dl>
      {file.shareCount > 0 && <ExistingLinks target={{ fileIds: [file.id] }} />}
      <Integrity key={file.version} file={file} />
      <Versions file={file} />
      <History fileId={file.id} />
    </aside>
  );
}

const Fact = ({ name, children }: { name: string; children: ReactNode }) => (
  <div className="grid grid-cols-[6rem_1fr] gap-2">
    <dt className="text-muted">{name}</dt>
    <dd className="min-w-0 break-words">{children}</dd>
  </div>
);
const Muted = ({ children }: { children: ReactNode }) => <span className="text-muted">{children}</span>;

function FolderLink({ id, hrefOf }: { id: string | null; hrefOf: (id: string | null) => string }) {
  const { data } = useQuery({
    queryKey: [...queryKeys.folders, 'one', id],
    queryFn: ({ signal }) => (id ? api('getFolder', { params: { id }, signal }) : null),
    enabled: id !== null,
  });
  const name =
    id === null ? 'Files' : (data?.path.map((folder) => folder.name).join(' / ') ?? 'Open its folder');
  return (
    <a href={hrefOf(id)} className="text-accent underline-offset-2 hover:underline">
      {name}
    </a>
  );
}
