'use client';

import { EyeOff, FolderOpen, Globe, KeyRound } from 'lucide-react';
import { TypeIcon } from '@/components/gallery/type-icon';
import { Badge, type Tone } from '@/components/ui/badge';
import type { Column } from '@/components/ui/data-table';
import { FileName } from '@/components/ui/file-name';
import { Time } from '@/components/ui/time';
import type { ShareDto, ShareState } from '@/lib/contracts/shares';
import { ShareMenu } from './share-menu';
import { shareName } from './share-name';
import type { SharePanel } from './share-panel';

const states: Record<ShareState, { label: string; tone: Tone }> = {
  active: { label: 'Live', tone: 'success' },
  expired: { label: 'Expired', tone: 'neutral' },
  used_up: { label: 'Used up', tone: 'neutral' },
  revoked: { label: 'Revoked', tone: 'danger' },
};
const labelNames = { public: 'Public', internal: 'Internal', confidential: 'Confidential' } as const;

/** Its state in a word; a live link whose content is in the trash answers nobody, and says so. */
function StateBadge({ share }: { share: ShareDto }) {
  if (share.state === 'active' && share.contents !== 'there') {
    return <Badge tone="warning">{share.contents === 'trashed' ? 'In the trash' : 'Files deleted'}</Badge>;
  }
  const { label, tone } = states[share.state];
  return <Badge tone={tone}>{label}</Badge>;
}

function Kind({ share }: { share: ShareDto }) {
  const [first] = share.files ?? [];
  return (
    <span className="flex size-9 shrink-0 items-center justify-center rounded-md bg-subtle text-muted">
      {share.folder ? (
        <FolderOpen aria-hidden className="size-5" />
      ) : (
        <TypeIcon file={{ kind: first?.kind ?? 'other', extension: '' }} size="small" />
      )}
    </span>
  );
}

/** The table of links; the menu of each row opens panels above it. */
export const shareColumns = (show: (panel: SharePanel) => void): Column<ShareDto>[] => [
  {
    key: 'what',
    header: 'Shared',
    cell: (share) => (
      <div className="flex min-w-0 items-center gap-3 py-2">
        <Kind share={share} />
        <div className="flex min-w-0 flex-1 flex-col gap-1">
          <p className="flex min-w-0 items-center gap-2 font-medium">
            <FileName name={shareName(share)} />
            {(share.fileCount ?? 0) > 1 && (
              <span className="shrink-0 font-normal text-muted">and {(share.fileCount ?? 0) - 1} more</span>
            )}
          </p>
          <p className="flex flex-wrap items-center gap-1">
            <StateBadge share={share} />
            {share.kind === 'public' && (
              <Badge tone="accent" icon={<Globe aria-hidden />}>
                Public address
              </Badge>
            )}
            {share.label && <Badge>{labelNames[share.label]}</Badge>}
            {share.passwordProtected && <Badge icon={<KeyRound aria-hidden />}>Password</Badge>}
            {!share.allowDownload && <Badge icon={<EyeOff aria-hidden />}>Look only</Badge>}
            <span className="text-muted text-sm lg:hidden">
              <Downloads share={share} />
            </span>
          </p>
        </div>
      </div>
    ),
  },
  {
    key: 'downloads',
    header: 'Downloads',
    className: 'hidden w-36 lg:table-cell',
    cell: (share) => (
      <span className="text-muted tabular-nums">
        <Downloads share={share} />
      </span>
    ),
  },
  {
    key: 'ends',
    header: 'Ends',
    className: 'hidden w-32 sm:table-cell',
    cell: (share) =>
      share.expiresAt ? (
        <Time value={share.expiresAt} className="text-muted" />
      ) : (
        <span className="text-muted">Never</span>
      ),
  },
  {
    key: 'seen',
    header: 'Last access',
    className: 'hidden w-32 md:table-cell',
    cell: (share) =>
      share.lastAccessAt ? (
        <Time value={share.lastAccessAt} className="text-muted" />
      ) : (
        <span className="text-muted">Not yet</span>
      ),
  },
  {
    key: 'menu',
    header: <span className="sr-only">Actions</span>,
    className: 'w-14 pr-2 pl-0 text-right',
    cell: (share) => <ShareMenu share={share} show={show} />,
  },
];

function Downloads({ share }: { share: ShareDto }) {
  if (share.kind === 'public') return 'not counted';
  const { downloads, downloadsRemaining } = share;
  const left = downloadsRemaining === null ? '' : `, ${downloadsRemaining} left`;
  return `${downloads} taken${left}`;
}
