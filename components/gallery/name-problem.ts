const hasControl = /\p{Cc}|\u2028|\u2029/u;

/**
 * Why a person cannot give this name, as a sentence; null when they can. The words of lib/contracts/common.ts, which
 * carries zod and therefore stays on the server; name-problem.test.ts keeps both the same.
 */
export function nameProblem(value: string): string | null {
  if (value.length === 0) return 'A name is needed.';
  if (value === '.' || value === '..') return `"${value}" is not a name.`;
  if (/[/\\]/.test(value)) return 'A name cannot contain / or \\.';
  if (hasControl.test(value)) return 'A name cannot contain control characters or line breaks.';
  if (!value.isWellFormed()) return 'A name must be valid Unicode text.';
  if (new TextEncoder().encode(value).length > 255) return 'A name can be at most 255 bytes long.';
  return null;
}
