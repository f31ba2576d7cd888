/**
 * Characters that turn the direction of text, or hide inside it: with them "cod.exe" can read as "exe.doc".
 * Source: Unicode TR36 (bidirectional spoofing), UAX 9.
 */
const invisible = /[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/g;

/** A name safe to show: every direction mark is written out as "[U+202E]". */
export const escapeBidi = (name: string): string =>
  name.replace(
    invisible,
    (character) => `[U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}]`,
  );

/** Made once, when the first long name is shown. */
let segmenter: Intl.Segmenter | undefined;

/**
 * Splits a name for truncation in the middle: `head` may be cut by CSS, `tail` (the last letters with the
 * extension) always stays. Cuts between what people see as characters. head + tail is the escaped name; short
 * names have no tail.
 */
export function splitFileName(name: string, tailLength = 9): { head: string; tail: string } {
  const shown = escapeBidi(name);
  if (shown.length <= tailLength * 2) return { head: shown, tail: '' };
  segmenter ??= new Intl.Segmenter('en', { granularity: 'grapheme' });
  const characters = [...segmenter.segment(shown)].map(({ segment }) => segment);
  if (characters.length <= tailLength * 2) return { head: shown, tail: '' };
  const dot = characters.lastIndexOf('.');
  const extensionLength = dot > 0 ? characters.length - dot : 0;
  const keep = Math.min(Math.max(tailLength, extensionLength + 3), tailLength * 2);
  return { head: characters.slice(0, -keep).join(''), tail: characters.slice(-keep).join('') };
}

/** "A" or "AL" for an avatar without a photo: first letters of the first and last word. */
export function toInitials(name: string): string {
  const words = name.trim().split(/\s+/).filter(Boolean);
  const first = (word: string | undefined) => (word ? (Array.from(word)[0] ?? '') : '');
  const initials = words.length > 1 ? first(words[0]) + first(words.at(-1)) : first(words[0]);
  return initials.toLocaleUpperCase('en') || '?';
}
