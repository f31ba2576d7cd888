'use client';

import { FolderOpen, SearchX, Star, Trash2, Upload } from 'lucide-react';
import { findCommand } from '@/components/shell/commands';
import { useMe } from '@/components/shell/use-me';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { formatCount } from '@/lib/format/count';
import type { Gallery } from './use-gallery';
import { isFiltered } from './view-state';

/** Says why nothing is here, with the one action that changes it. */
export function EmptyGallery({ gallery }: { gallery: Gallery }) {
  const { view, inTrash, goTo, folders } = gallery;
  const { limits } = useMe();
  if (inTrash) {
    return (
      <EmptyState icon={<Trash2 aria-hidden />} title="The trash is empty">
        What you delete waits here for {formatCount(limits.trashDays, 'day')} and can be restored.
      </EmptyState>
    );
  }
  if (view.q || view.kind || view.tag) {
    return (
      <EmptyState
        icon={<SearchX aria-hidden />}
        title={view.q ? `Nothing is called “${view.q}”` : 'No file matches these filters'}
        action={<Button onClick={() => goTo({ q: '', kind: null, tag: null })}>Show all files</Button>}
      >
        Search looks at names and tags. Try fewer letters, or another word.
      </EmptyState>
    );
  }
  if (view.favourite || view.place === 'favourites') {
    return (
      <EmptyState icon={<Star aria-hidden />} title="Mark the files you come back to">
        Press F on a file, or choose “Add to favourites” in its menu. They gather here.
      </EmptyState>
    );
  }
  if (folders.length > 0 && !isFiltered(view)) return null;
  return (
    <EmptyState
      icon={view.folderId ? <FolderOpen aria-hidden /> : <Upload aria-hidden />}
      title={limits.canUpload ? 'Drop files or folders anywhere on this page' : 'There are no files here'}
      action={
        limits.canUpload && (
          <Button
            variant="primary"
            icon={<Upload aria-hidden className="size-4" />}
            onClick={() => findCommand('upload')?.run()}
          >
            Choose files
          </Button>
        )
      }
    >
      {limits.canUpload ? 'They go straight to your storage, whatever their size.' : null}
    </EmptyState>
  );
}
