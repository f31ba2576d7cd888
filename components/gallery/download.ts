import { api } from '@/lib/api-client/api';
import { followLink } from './follow-link';

/** Saves one file: a signed URL whose answer is an attachment under the file's own name. Throws ApiError. */
async function downloadFile(id: string): Promise<void> {
  const { presign } = await api('presignFile', { params: { id }, body: { disposition: 'attachment' } });
  followLink(presign.url, presign.name);
}

/** Saves files: one as it is, several as a ZIP that is made here, straight from the bucket. */
export async function downloadFiles(ids: readonly string[]): Promise<void> {
  const [first] = ids;
  if (first === undefined) return;
  if (ids.length === 1) return downloadFile(first);
  const { downloadZip } = await import('./zip/download-zip');
  await downloadZip({ ids, folderIds: [] });
}

/** Saves a folder with everything below it as a ZIP. */
export async function downloadFolder({ id, name }: { id: string; name: string }): Promise<void> {
  const { downloadZip } = await import('./zip/download-zip');
  await downloadZip({ ids: [], folderIds: [id] }, name);
}
