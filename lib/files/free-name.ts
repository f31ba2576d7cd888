import { extensionOf } from './file-type';

const encoder = new TextEncoder();
const maxNameBytes = 255;

/** name cut so that its UTF-8 form with suffix has at most 255 bytes; whole characters only. */
function withSuffix(stem: string, suffix: string): string {
  let kept = stem;
  while (encoder.encode(kept + suffix).length > maxNameBytes) kept = [...kept].slice(0, -1).join('');
  return kept + suffix;
}

/** name itself when it is free, else "name (2).ext", "name (3).ext" … */
export function freeName(name: string, isTaken: (candidate: string) => boolean): string {
  if (!isTaken(name)) return name;
  const extension = extensionOf(name);
  const tail = extension ? name.slice(name.length - extension.length - 1) : '';
  const stem = name.slice(0, name.length - tail.length);
  for (let number = 2; ; number += 1) {
    const candidate = withSuffix(stem, ` (${number})${tail}`);
    if (!isTaken(candidate)) return candidate;
  }
}
