import {
  createBrowserUploader,
  createUploadApi,
  guardClose,
  keepAwake,
  showTitleProgress,
  type Uploader,
} from '@/lib/uploader';

/**
 * The upload engine of this tab, with what belongs to a page: the guard against closing, progress in the title, a screen
 * that stays awake. Loaded with the first upload.
 */
export function startEngine(): Uploader {
  const uploader = createBrowserUploader({
    api: createUploadApi(),
    createHashWorker: () =>
      new Worker(new URL('../../lib/uploader/hash.worker.ts', import.meta.url), { type: 'module' }),
    report: (error) => console.warn('upload:', error),
  });
  guardClose(uploader);
  showTitleProgress(uploader);
  keepAwake(uploader);
  return uploader;
}
