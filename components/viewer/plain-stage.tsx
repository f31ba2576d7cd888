'use client';

import { Download } from 'lucide-react';
import { TypeIcon } from '@/components/gallery/type-icon';
import { Button } from '@/components/ui/button';
import { Bytes } from '@/components/ui/bytes';
import { FileName } from '@/components/ui/file-name';
import type { FileDto } from '@/lib/contracts/files';

/** A file that cannot be shown here: what it is, and the way to get it. */
export const PlainStage = ({ file, onDownload }: { file: FileDto; onDownload: () => void }) => (
  <div className="flex max-w-sm flex-col items-center gap-4 px-4 text-center">
    <div className="size-32 rounded-lg border border-line bg-subtle">
      <TypeIcon file={file} size="large" />
    </div>
    <div className="flex min-w-0 max-w-full flex-col items-center gap-1">
      <p className="max-w-full font-medium text-lg">
        <FileName name={file.name} />
      </p>
      <p className="text-muted">
        There is no preview for this kind of file. <Bytes value={file.size} />
      </p>
    </div>
    <Button variant="primary" icon={<Download aria-hidden className="size-4" />} onClick={onDownload}>
      Download
    </Button>
  </div>
);
