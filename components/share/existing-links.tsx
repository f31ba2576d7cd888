'use client';

import { useQuery } from '@tanstack/react-query';
import { Badge } from '@/components/ui/badge';
import { api } from '@/lib/api-client/api';
import type { ShareDto } from '@/lib/contracts/shares';
import { formatCount } from '@/lib/format/count';
import { CopyButton } from './copy-button';
import { type ShareTarget, whoCanOpen } from './share-draft';
import { shareKeys } from './share-keys';

type ExistingLinksProps = { target: ShareTarget; enabled?: boolean };

function queryOf(target: ShareTarget) {
  if ('folderId' in target) return { folderId: target.folderId };
  const [only, ...others] = target.fileIds;
  return only !== undefined && others.length === 0 ? { fileId: only } : null;
}

/** Links that one file or folder has already; nothing while there are none. For the share dialog and a file's details. */
export function ExistingLinks({ target, enabled = true }: ExistingLinksProps) {
  const query = queryOf(target);
  const links = useQuery({
    queryKey: [...shareKeys.all, 'of', query],
    queryFn: ({ signal }) => api('listShares', { query: { ...query, state: 'live', limit: 10 }, signal }),
    enabled: enabled && query !== null,
  });
  const items = links.data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <section aria-label="Links it has already" className="flex flex-col gap-1">
      <h3 className="font-medium text-sm">
        {formatCount(items.length, 'link')} already{' '}
        <a href="/shares" className="font-normal text-accent underline-offset-2 hover:underline">
          Show all
        </a>
      </h3>
      <ul className="divide-y divide-line rounded-md border border-line">
        {items.map((share) => (
          <ExistingLink key={share.id} share={share} />
        ))}
      </ul>
    </section>
  );
}

const ExistingLink = ({ share }: { share: ShareDto }) => (
  <li className="flex items-center gap-2 py-1.5 pr-1.5 pl-3">
    <p className="min-w-0 flex-1 text-pretty text-muted text-sm">
      {share.kind === 'public' && (
        <Badge tone="accent" className="mr-1.5">
          Public
        </Badge>
      )}
      {whoCanOpen(share)}
    </p>
    <CopyButton value={share.url} label="Copy this link" />
  </li>
);
