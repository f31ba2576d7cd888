'use client';

import { useState } from 'react';
import { showError } from '@/components/ui/show-error';
import { api } from '@/lib/api-client/api';
import type { TagDto } from '@/lib/contracts/folders';

/** Tags a filter offers: the most used, since nobody reads a longer menu. */
const tagsOffered = 50;

/** The person's tags by name, once `load` was called: with each look at a menu, so that new ones are in it. null before. */
export function useTags(): { tags: readonly TagDto[] | null; load: () => void } {
  const [tags, setTags] = useState<readonly TagDto[] | null>(null);
  const load = () => {
    api('listTags').then(
      ({ items }) => {
        const used = items.filter(({ fileCount }) => fileCount > 0);
        const most = used.toSorted((a, b) => b.fileCount - a.fileCount).slice(0, tagsOffered);
        setTags(most.toSorted((a, b) => a.name.localeCompare(b.name)));
      },
      (error: unknown) => showError('Your tags could not be loaded', error),
    );
  };
  return { tags, load };
}
