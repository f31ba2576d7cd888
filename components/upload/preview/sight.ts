/** What this browser could see of a file: any of it may be missing. */
export type Sight = { picture?: Blob; width?: number; height?: number; durationSeconds?: number };

/** This browser cannot show the file, or not in good time: nothing of it is told, and its icon stays. */
export class CannotShow extends Error {
  override name = 'CannotShow';
}

/** Longest edge of a picture: the large rendition's. */
const longestEdge = 1280;

/** The size at which something is drawn: at most 1,280 px, never a pixel less than one. */
export function fitPicture(width: number, height: number): { width: number; height: number } {
  const scale = Math.min(1, longestEdge / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/** By how much a page of this size is enlarged so that its longer edge has 1,280 px. */
export const scaleOfPage = (width: number, height: number): number => longestEdge / Math.max(width, height);
