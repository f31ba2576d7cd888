/** How words are looked for: inside names by their trigrams, or at the beginning of names where they are too short for that. */
export type SearchPattern = { by: 'trigrams' | 'prefix'; pattern: string };

/** % and _ are letters in a search, not wildcards. */
const escapeLike = (words: string): string => words.normalize('NFC').replace(/[\\%_]/g, '\\$&');

/** The ILIKE pattern that finds words anywhere. */
export const likePattern = (words: string): string => `%${escapeLike(words)}%`;

/**
 * The pattern for words of any script. A trigram needs three letters or digits in a row, or two beside a space or sign
 * that is searched for too; without one, an index over trigrams would have to read every name.
 */
export function searchPattern(words: string): SearchPattern {
  const hasTrigram = /[\p{L}\p{N}]{3}|[^\p{L}\p{N}][\p{L}\p{N}]{2}|[\p{L}\p{N}]{2}[^\p{L}\p{N}]/u.test(
    words.normalize('NFC'),
  );
  return hasTrigram
    ? { by: 'trigrams', pattern: likePattern(words) }
    : { by: 'prefix', pattern: `${escapeLike(words)}%` };
}
