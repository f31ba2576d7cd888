'use client';

import { useQuery } from '@tanstack/react-query';
import type { ListSnapshot } from '@/components/gallery/library-entry';
import { api } from '@/lib/api-client/api';
import { queryKeys } from '@/lib/api-client/query-keys';
import type { FileDto } from '@/lib/contracts/files';

/** The file to show: from the list when it is there, else from the server (a link to a file further down). */
export function useShownFile(
  fileId: string,
  list: ListSnapshot,
): { file: FileDto | null; error: unknown; retry: () => void } {
  const listed = list.file(fileId);
  const { data, error, refetch } = useQuery({
    queryKey: [...queryKeys.files, fileId],
    queryFn: ({ signal }) => api('getFile', { params: { id: fileId }, signal }),
    enabled: !listed,
  });
  return { file: listed ?? data ?? null, error, retry: () => void refetch() };
}
