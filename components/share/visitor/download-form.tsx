'use client';

import { Download } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { IconButton } from '@/components/ui/icon-button';
import type { VisitorItem } from '@/lib/contracts/visits';
import { escapeBidi } from '@/lib/format/file-name';
import type { Visit } from './use-visit';

type DownloadFormProps = { item: VisitorItem; visit: Visit; look: 'icon' | 'button' };

/** Downloads one file: a plain form, which the script takes over where it runs. A link would be followed by mail scanners. */
export function DownloadForm({ item, visit, look }: DownloadFormProps) {
  if (!visit.share.allowDownload) return null;
  const name = escapeBidi(item.name);
  return (
    <form
      method="post"
      action={`/api/s/${encodeURIComponent(visit.slug)}/download`}
      onSubmit={(event) => {
        event.preventDefault();
        void visit.download(item);
      }}
      className="flex"
    >
      <input type="hidden" name="fileId" value={item.id} />
      {look === 'icon' ? (
        <IconButton type="submit" label={`Download ${name}`} icon={<Download aria-hidden />} />
      ) : (
        <Button type="submit" variant="primary" icon={<Download aria-hidden className="size-4" />}>
          Download
        </Button>
      )}
    </form>
  );
}
