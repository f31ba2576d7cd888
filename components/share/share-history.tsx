'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { useState } from 'react';
import { followLink } from '@/components/gallery/follow-link';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { ErrorState } from '@/components/ui/error-state';
import { LoadMore } from '@/components/ui/load-more';
import { showError } from '@/components/ui/show-error';
import { Skeleton } from '@/components/ui/skeleton';
import { Time } from '@/components/ui/time';
import { api, toRequestLine } from '@/lib/api-client/api';
import type { ShareAction, ShareDto, ShareEventDto } from '@/lib/contracts/shares';
import { formatCount } from '@/lib/format/count';
import { escapeBidi } from '@/lib/format/file-name';
import { describeUserAgent } from '@/lib/format/user-agent';
import { shareKeys } from './share-keys';
import { shareName } from './share-name';

const actions: Record<ShareAction, string> = {
  viewed: 'Looked at the page',
  unlocked: 'Entered the password',
  unlock_failed: 'Entered a wrong password',
  downloaded: 'Downloaded',
  signed_again: 'Continued a download',
  previewed: 'Looked at',
  opened: 'Loaded the public address',
  refused: 'Came too late',
};

function sayEvent({ action, fileName, fileCount }: ShareEventDto): string {
  const what = fileName ? ` ${escapeBidi(fileName)}` : fileCount ? ` ${formatCount(fileCount, 'file')}` : '';
  const all = action === 'downloaded' && !what ? ' everything' : what;
  return `${actions[action]}${action === 'opened' ? '' : all}`;
}

type ShareHistoryProps = { share: ShareDto; open: boolean; onClose: () => void };

/** Who came to a link, when, from where and with what outcome; saved as CSV on request. */
export function ShareHistory({ share, open, onClose }: ShareHistoryProps) {
  const events = useInfiniteQuery({
    queryKey: [...shareKeys.all, share.id, 'events'],
    queryFn: ({ pageParam, signal }) =>
      api('listShareEvents', { params: { id: share.id }, query: { limit: 50, cursor: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    enabled: open,
  });
  const rows = events.data?.pages.flatMap((page) => page.items);
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => !next && onClose()}
      title={`History of “${shareName(share)}”`}
      description="Kept with the link, and for 30 days after its end."
      size="lg"
      initialFocus="dialog"
      footer={
        <>
          <ExportButton share={share} disabled={!rows?.length} />
          <Button variant="primary" onClick={onClose}>
            Done
          </Button>
        </>
      }
    >
      {events.isError ? (
        <ErrorState
          title="The history could not be loaded"
          error={events.error}
          onRetry={() => events.refetch()}
        />
      ) : rows === undefined ? (
        <Skeleton className="h-40 w-full" />
      ) : rows.length === 0 ? (
        <p className="py-8 text-center text-muted">Nobody has come to this link yet.</p>
      ) : (
        <>
          <ul className="divide-y divide-line">
            {rows.map((event) => (
              <li key={event.id} className="flex flex-wrap items-baseline gap-x-4 gap-y-0.5 py-2">
                <span className="min-w-0 flex-1 basis-56 break-words font-medium">{sayEvent(event)}</span>
                <span className="text-muted text-sm">
                  {describeUserAgent(event.userAgent).text} ·{' '}
                  <span className="tabular-nums">{event.address}</span>
                </span>
                <Time value={event.at} style="exact" className="text-muted text-sm tabular-nums" />
              </li>
            ))}
          </ul>
          <LoadMore
            hasMore={events.hasNextPage}
            pending={events.isFetchingNextPage}
            onLoad={() => events.fetchNextPage()}
          />
        </>
      )}
    </Dialog>
  );
}

function ExportButton({ share, disabled }: { share: ShareDto; disabled: boolean }) {
  const [pending, setPending] = useState(false);
  async function save() {
    setPending(true);
    try {
      const { url } = toRequestLine('listShareEvents', { id: share.id });
      const answer = await fetch(url, { headers: { accept: 'text/csv' } });
      if (!answer.ok) throw new Error(`The server answered ${answer.status}.`);
      const blob = URL.createObjectURL(await answer.blob());
      followLink(blob, `${shareName(share)} history.csv`);
      setTimeout(() => URL.revokeObjectURL(blob), 60_000);
    } catch (error) {
      showError('The history could not be exported', error);
    } finally {
      setPending(false);
    }
  }
  return (
    <Button
      onClick={save}
      pending={pending}
      disabled={disabled}
      icon={<Download aria-hidden className="size-4" />}
    >
      Export CSV
    </Button>
  );
}
