/** Below this mean brightness (of 255) a frame is a fade-in or a lens cap, and tells nothing. */
const darkBelow = 20;

/** Mean brightness of RGBA pixels, 0…255. Source: ITU-R BT.709 luma. */
export function brightnessOf(pixels: Uint8ClampedArray): number {
  let sum = 0;
  for (let at = 0; at + 2 < pixels.length; at += 4)
    sum += 0.2126 * (pixels[at] ?? 0) + 0.7152 * (pixels[at + 1] ?? 0) + 0.0722 * (pixels[at + 2] ?? 0);
  return pixels.length === 0 ? 0 : sum / (pixels.length / 4);
}

export const isDark = (brightness: number): boolean => brightness < darkBelow;

/** Where to look for a frame, seconds: a little in, then deeper into the film. Of an unknown length: where it begins. */
export function momentsOf(durationSeconds: number | undefined): number[] {
  if (durationSeconds === undefined) return [0];
  return [Math.min(1, durationSeconds / 10), durationSeconds / 4, durationSeconds / 2];
}
