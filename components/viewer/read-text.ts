/** As much of a text as is shown. */
export const textBytes = 2 ** 20;

export type ReadText = { text: string; isWhole: boolean };

/** The beginning of a text, at most textBytes, by range. Not-UTF-8 shows replacement marks, never fails. Throws on HTTP errors. */
export async function readText(url: string, size: number, signal: AbortSignal): Promise<ReadText> {
  if (size === 0) return { text: '', isWhole: true };
  const isWhole = size <= textBytes;
  const headers = isWhole ? undefined : { range: `bytes=0-${textBytes - 1}` };
  const response = await fetch(url, { headers, signal });
  if (!response.ok) throw new Error(`The storage answered ${response.status}.`);
  const bytes = new Uint8Array(await response.arrayBuffer());
  return { text: decode(isWhole ? bytes : bytes.subarray(0, textBytes), isWhole), isWhole };
}

/** UTF-8, or UTF-16 where a byte order mark says so. A cut in the middle of a character leaves no mark. */
export function decode(bytes: Uint8Array, isWhole: boolean): string {
  const [first, second] = bytes;
  const label =
    first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
  return new TextDecoder(label).decode(bytes, { stream: !isWhole });
}
