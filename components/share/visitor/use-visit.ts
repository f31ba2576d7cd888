'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useState } from 'react';
import { followLink } from '@/components/gallery/follow-link';
import { api } from '@/lib/api-client/api';
import { toApiError } from '@/lib/api-client/api-error';
import type { OpenShare, VisitorItem, VisitorItemPage } from '@/lib/contracts/visits';

type Packing = { text: string; cancel: () => void };

export type Visit = {
  slug: string;
  share: OpenShare;
  items: readonly VisitorItem[];
  hasMore: boolean;
  loading: boolean;
  loadMore: () => Promise<void>;
  /** Downloads left; null without a limit. */
  remaining: number | null;
  download: (item: VisitorItem) => Promise<void>;
  downloadAll: () => Promise<void>;
  packing: Packing | null;
  problem: string | null;
};

/** setTimeout counts in 32 bits; a later end is looked at again then. */
const longestTimerMs = 2 ** 31 - 1;

/** Shows the server's page again once the link ends: open pages do not outlive it. */
function useEnd(expiresAt: string | null): void {
  const router = useRouter();
  useEffect(() => {
    if (!expiresAt) return;
    let timer: ReturnType<typeof setTimeout>;
    const wait = () => {
      const left = new Date(expiresAt).getTime() - Date.now();
      timer =
        left <= 0
          ? setTimeout(() => router.refresh(), 500)
          : setTimeout(wait, Math.min(left, longestTimerMs));
    };
    wait();
    return () => clearTimeout(timer);
  }, [expiresAt, router]);
}

type Given = { slug: string; share: OpenShare; first: VisitorItemPage };

/** Everything a visitor does on an open link, and what is left of it. */
export function useVisit({ slug, share, first }: Given): Visit {
  const router = useRouter();
  const [more, setMore] = useState<VisitorItemPage[]>([]);
  const [loading, setLoading] = useState(false);
  const [remaining, setRemaining] = useState(share.downloadsRemaining);
  const [packing, setPacking] = useState<Packing | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  useEnd(share.expiresAt);
  const last = more.at(-1) ?? first;

  function fail(error: unknown) {
    const { code, detail } = toApiError(error);
    setProblem(detail);
    // Ended or locked again while the page was open: the server has the page for that.
    if (code === 'link_unavailable' || code === 'link_locked') router.refresh();
  }

  return {
    slug,
    share,
    items: [first, ...more].flatMap(({ items }) => items),
    hasMore: last.nextCursor !== null,
    loading,
    remaining,
    packing,
    problem,
    async loadMore() {
      if (!last.nextCursor) return;
      setLoading(true);
      try {
        const page = await api('listShareItems', {
          params: { slug },
          query: { limit: 60, cursor: last.nextCursor },
        });
        setMore((pages) => [...pages, page]);
      } catch (error) {
        fail(error);
      } finally {
        setLoading(false);
      }
    },
    async download(item) {
      setProblem(null);
      try {
        const answer = await api('downloadShare', { params: { slug }, body: { fileId: item.id } });
        setRemaining(answer.downloadsRemaining);
        if ('presign' in answer) followLink(answer.presign.url, item.name);
      } catch (error) {
        fail(error);
      }
    },
    async downloadAll() {
      setProblem(null);
      const stop = new AbortController();
      const cancel = () => stop.abort();
      try {
        const { downloadAll } = await import('./download-all');
        await downloadAll({
          slug,
          title: share.title,
          signal: stop.signal,
          onRemaining: setRemaining,
          onProgress: (text) => setPacking({ text, cancel }),
        });
      } catch (error) {
        if (!stop.signal.aborted) fail(error);
      } finally {
        setPacking(null);
      }
    },
  };
}
