/**
 * The mean colour of a ThumbHash as CSS, small enough for the first HTML; null when there is no hash or it is broken.
 * Written out here, so that the decoder of whole pictures (draw-blur) need not come with the page. Source: the header
 * in ThumbHash's format.
 */
export function placeholderColour(base64: string | undefined): string | null {
  const bytes = base64 ? fromBase64(base64) : null;
  if (!bytes || bytes.length < 5) return null;
  const [first = 0, second = 0, third = 0, , , sixth = 0] = bytes;
  const header = first | (second << 8) | (third << 16);
  const luminance = (header & 63) / 63;
  const yellow = ((header >> 6) & 63) / 31.5 - 1;
  const redness = ((header >> 12) & 63) / 31.5 - 1;
  const blue = luminance - (2 / 3) * yellow;
  const red = (3 * luminance - blue + redness) / 2;
  const parts = [red, red - redness, blue].map((part) => Math.round(Math.min(1, Math.max(0, part)) * 255));
  const alpha = header >> 23 ? (sixth & 15) / 15 : 1;
  return `rgb(${parts.join(' ')} / ${alpha.toFixed(2)})`;
}

/** The bytes of a base64 text; null when it is none. */
export function fromBase64(base64: string): Uint8Array | null {
  try {
    return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  } catch {
    // Not base64: as good as none.
    return null;
  }
}
