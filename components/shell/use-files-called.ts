'use client';

import { useEffect, useState } from 'react';
import { useDebounced } from '@/components/ui/use-debounced';
import { api } from '@/lib/api-client/api';
import type { FileDto } from '@/lib/contracts/files';

const shown = 5;
const pauseMs = 120;

/** The newest files that words find, at most five; none while they cannot be asked for. Those of the last words stand until then. */
export function useFilesCalled(words: string): readonly FileDto[] {
  const q = useDebounced(words, pauseMs);
  const [files, setFiles] = useState<readonly FileDto[]>([]);
  useEffect(() => {
    if (!q) return;
    const request = new AbortController();
    api('listFiles', { query: { q, limit: shown }, signal: request.signal }).then(
      ({ items }) => setFiles(items),
      () => request.signal.aborted || setFiles([]),
    );
    return () => request.abort();
  }, [q]);
  return words ? files : [];
}
