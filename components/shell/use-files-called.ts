'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useDebounced } from '@/components/ui/use-debounced';
import { api } from '@/lib/api-client/api';
import { queryKeys } from '@/lib/api-client/query-keys';
import type { FileDto } from '@/lib/contracts/files';

const shown = 5;
const pauseMs = 120;

/** The newest files that words find, at most five; none while they cannot be asked for. */
export function useFilesCalled(words: string): readonly FileDto[] {
  const q = useDebounced(words, pauseMs);
  const { data } = useQuery({
    queryKey: [...queryKeys.files, 'called', q],
    queryFn: ({ signal }) => api('listFiles', { query: { q, limit: shown }, signal }),
    enabled: q !== '',
    placeholderData: keepPreviousData,
  });
  return words ? (data?.items ?? []) : [];
}
