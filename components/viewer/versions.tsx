'use client';

import { useQuery } from '@tanstack/react-query';
import { Download, RotateCcw } from 'lucide-react';
import { followLink } from '@/components/gallery/follow-link';
import { useLibrary } from '@/components/gallery/library-provider';
import { Bytes } from '@/components/ui/bytes';
import { IconButton } from '@/components/ui/icon-button';
import { showError } from '@/components/ui/show-error';
import { Time } from '@/components/ui/time';
import { showToast } from '@/components/ui/toast';
import { api } from '@/lib/api-client/api';
import { queryKeys } from '@/lib/api-client/query-keys';
import type { FileDto, FileVersionDto } from '@/lib/contracts/files';
import { forgetUrl } from './signed-url';

/** Contents this file has had. Restoring swaps one with the current content: nothing is lost by it. */
export function Versions({ file }: { file: FileDto }) {
  const { library } = useLibrary();
  const { data, refetch } = useQuery({
    queryKey: [...queryKeys.files, file.id, 'versions', file.versionCount],
    queryFn: ({ signal }) => api('listFileVersions', { params: { id: file.id }, signal }),
  });

  async function restore({ number }: FileVersionDto) {
    try {
      const restored = await api('restoreFileVersion', { params: { id: file.id, number } });
      forgetUrl(file.id);
      library.arrive([restored]);
      await refetch();
      showToast({ title: `Version ${number} is the current one again`, tone: 'success' });
    } catch (error) {
      showError('The version could not be restored', error);
    }
  }

  async function download({ number }: FileVersionDto) {
    try {
      const params = { id: file.id, number };
      const { presign } = await api('presignFileVersion', { params, body: { disposition: 'attachment' } });
      followLink(presign.url, presign.name);
    } catch (error) {
      showError('The version could not be downloaded', error);
    }
  }

  if (!data || data.items.length < 2) return null;
  return (
    <section aria-label="Versions" className="flex flex-col gap-2 border-line border-t pt-4 text-sm">
      <h4 className="font-medium text-base">Versions</h4>
      <ul className="flex flex-col gap-1">
        {data.items.map((version) => (
          <li key={version.number} className="flex items-center gap-2">
            <div className="min-w-0 flex-1">
              <p className="font-medium">
                Version {version.number}
                {version.current && <span className="font-normal text-muted"> · current</span>}
              </p>
              <p className="text-muted text-xs">
                <Time value={version.createdAt} style="exact" /> · <Bytes value={version.size} />
              </p>
            </div>
            <IconButton
              size="sm"
              label={`Download version ${version.number}`}
              icon={<Download aria-hidden />}
              onClick={() => void download(version)}
            />
            {!version.current && (
              <IconButton
                size="sm"
                label={`Restore version ${version.number}`}
                icon={<RotateCcw aria-hidden />}
                onClick={() => void restore(version)}
              />
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
