import { thumbHashToAverageRGBA, thumbHashToDataURL } from 'thumbhash';

/** A ThumbHash as CSS: its mean colour (small enough for the first HTML), and the blurred picture itself. */
export type Placeholder = { colour: string; picture: () => string };

const pictures = new Map<string, string>();
const picturesKept = 500;

/** What to show until a thumbnail is here; null when there is no hash or it is broken. */
export function toPlaceholder(base64: string | undefined): Placeholder | null {
  const bytes = base64 ? toBytes(base64) : null;
  if (!base64 || !bytes || bytes.length < 5) return null;
  const { r, g, b, a } = thumbHashToAverageRGBA(bytes);
  const [red, green, blue] = [r, g, b].map((part) => Math.round(part * 255));
  return {
    colour: `rgb(${red} ${green} ${blue} / ${a.toFixed(2)})`,
    picture: () => {
      const known = pictures.get(base64);
      if (known) return known;
      const url = thumbHashToDataURL(bytes);
      if (pictures.size >= picturesKept) pictures.clear();
      pictures.set(base64, url);
      return url;
    },
  };
}

function toBytes(base64: string): Uint8Array | null {
  try {
    return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  } catch {
    // Not base64: as good as none.
    return null;
  }
}
