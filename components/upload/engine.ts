import type { FileDto } from '@/lib/contracts/files';
import {
  createBrowserUploader,
  createUploadApi,
  guardClose,
  keepAwake,
  showTitleProgress,
  type Uploader,
} from '@/lib/uploader';
import { Previews } from './previews';

const report = (error: unknown) => console.warn('upload:', error);

/**
 * The upload engine of this tab, with what belongs to a page: the guard against closing, progress in the title, a screen
 * that stays awake, previews of what arrived. Loaded with the first upload.
 */
export function startEngine({ onSeen }: { onSeen: (file: FileDto) => void }): Uploader {
  const previews = new Previews({ onSeen, report });
  const uploader = createBrowserUploader({
    api: createUploadApi(),
    createHashWorker: () =>
      new Worker(new URL('../../lib/uploader/hash.worker.ts', import.meta.url), { type: 'module' }),
    onReady: (file, stored) => previews.offer(file, stored as unknown as FileDto),
    report,
  });
  guardClose(uploader);
  showTitleProgress(uploader);
  keepAwake(uploader);
  return uploader;
}
