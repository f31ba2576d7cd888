import type { FileDto } from '@/lib/contracts/files';
import { sendPreview } from './send-preview';
import { CannotShow, type Sight } from './sight';

/** After this long a file is left alone: its icon is honest, and others wait. */
const patienceMs = 30_000;

/**
 * Sees what can be seen of an uploaded file in this browser and brings it to the server. Answers the file with what is
 * known of it now; null where nothing was seen, or nothing is wanted any more.
 */
export async function makePreview(file: Blob, stored: FileDto): Promise<FileDto | null> {
  const sight = await see(file, stored.mime);
  return Object.keys(sight).length > 0 ? sendPreview(stored, sight) : null;
}

async function see(file: Blob, mime: string): Promise<Sight> {
  const signal = AbortSignal.timeout(patienceMs);
  try {
    if (mime.startsWith('video/')) return await (await import('./see-video')).seeVideo(file, signal);
    if (mime.startsWith('audio/')) return await (await import('./see-audio')).seeAudio(file, signal);
    return await (await import('./see-pdf')).seePdf(file, signal);
  } catch (error) {
    // The person sees the drawn icon of its kind.
    if (error instanceof CannotShow) return {};
    throw error;
  }
}
