import type { OpenShare, VisitorItem } from '@/lib/contracts/visits';

export type Look = 'rendition' | 'video' | 'audio' | 'pdf' | 'text' | 'original';

const drawn = /^image\/(jpeg|png|gif|webp|avif|bmp)$/;

/**
 * How a visitor looks at a file: at our rendition always, at the original only where the link signs originals for
 * looking. null: not at all.
 */
export function lookOf(item: VisitorItem, share: Pick<OpenShare, 'originalsPreviewed'>): Look | null {
  const { mime } = item;
  if (share.originalsPreviewed) {
    if (mime.startsWith('video/')) return 'video';
    if (mime.startsWith('audio/')) return 'audio';
    if (mime === 'application/pdf') return 'pdf';
    if (mime === 'text/plain') return 'text';
    if (!item.thumbnails && drawn.test(mime)) return 'original';
  }
  return item.thumbnails ? 'rendition' : null;
}

export const canLook = (item: VisitorItem, share: Pick<OpenShare, 'originalsPreviewed'>): boolean =>
  lookOf(item, share) !== null;
