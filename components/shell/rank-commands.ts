import { type Command, commandLabel } from './commands';

/**
 * Commands that match what was typed, best first: label starts with it, a word starts with it, it occurs, its
 * letters occur in order. Everything, in the given order, for an empty query.
 */
export function rankCommands(commands: readonly Command[], query: string): Command[] {
  const words = query.trim().toLowerCase();
  if (!words) return [...commands];
  return commands
    .map((command, index) => ({ command, index, score: score(command, words) }))
    .filter((entry) => entry.score > 0)
    .sort((a, b) => b.score - a.score || a.index - b.index)
    .map((entry) => entry.command);
}

function score(command: Command, words: string): number {
  const label = commandLabel(command).toLowerCase();
  if (label.startsWith(words)) return 4;
  if (label.split(/\s+/).some((word) => word.startsWith(words))) return 3;
  if (`${label} ${command.keywords?.toLowerCase() ?? ''}`.includes(words)) return 2;
  return isSubsequence(words.replaceAll(' ', ''), label) ? 1 : 0;
}

function isSubsequence(letters: string, text: string): boolean {
  let from = 0;
  for (const letter of letters) {
    from = text.indexOf(letter, from) + 1;
    if (from === 0) return false;
  }
  return true;
}
