'use client';

import { useEffect, useState } from 'react';
import { readText } from '@/components/viewer/read-text';
import { api } from '@/lib/api-client/api';
import { toApiError } from '@/lib/api-client/api-error';
import type { VisitorItem } from '@/lib/contracts/visits';

/** More than this is downloaded, not looked at. */
const maxBytes = 100 * 2 ** 20;

type Fetched = { content: string | null; problem: string | null };

/** A file's text, or the address of its bytes in memory. */
export function usePreview(slug: string, item: VisitorItem, look: 'pdf' | 'text' | 'original'): Fetched {
  const [content, setContent] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const { id, size, mime } = item;

  useEffect(() => {
    const reading = new AbortController();
    let made: string | null = null;
    const read = async (): Promise<string> => {
      if (look !== 'text' && size > maxBytes) throw new Error('too large');
      const { presign } = await api('previewShare', {
        params: { slug },
        body: { fileId: id },
        signal: reading.signal,
      });
      if (look === 'text') return (await readText(presign.url, size, reading.signal)).text;
      const answer = await fetch(presign.url, { signal: reading.signal });
      if (!answer.ok) throw new Error(`The storage answered ${answer.status}.`);
      made = URL.createObjectURL(new Blob([await answer.arrayBuffer()], { type: mime }));
      return made;
    };
    read().then(
      (found) => !reading.signal.aborted && setContent(found),
      (error: unknown) => !reading.signal.aborted && setProblem(sayProblem(error, size)),
    );
    return () => {
      reading.abort();
      if (made) URL.revokeObjectURL(made);
    };
  }, [slug, id, size, mime, look]);

  return { content, problem };
}

const sayProblem = (error: unknown, size: number): string =>
  size > maxBytes ? 'This file is too large for a preview. Download it instead.' : toApiError(error).detail;
