import { thumbHashToDataURL } from 'thumbhash';
import { fromBase64 } from './placeholder';

const pictures = new Map<string, string>();
const picturesKept = 500;

/** The blurred picture of a ThumbHash as CSS; the same text for the same hash. The hash must be whole. */
export function drawBlur(base64: string): string {
  const known = pictures.get(base64);
  if (known) return known;
  const made = `url(${thumbHashToDataURL(fromBase64(base64) ?? new Uint8Array())})`;
  if (pictures.size >= picturesKept) pictures.clear();
  pictures.set(base64, made);
  return made;
}
