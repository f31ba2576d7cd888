/** Groups of the ?-sheet, in its order. */
export const keyGroups = ['Everywhere', 'Files', 'Move and select', 'Viewer'] as const;
type KeyGroup = (typeof keyGroups)[number];

type Binding = {
  /** Any of these; "mod" is Ctrl, or Cmd on Apple's keyboards. Names as in KeyboardEvent.key. */
  keys: readonly string[];
  label: string;
  group: KeyGroup;
  /** Left out of the command menu: it would do nothing sensible from there. */
  onlyKey?: true;
};

/**
 * Every key of the app, once: handlers, the ?-sheet, the command menu, tooltips and menus read this list. A key
 * does something when a mounted component has registered the command of the same id (commands.ts).
 */
export const keymap = {
  commands: { keys: ['mod+k'], label: 'Commands', group: 'Everywhere', onlyKey: true },
  search: { keys: ['/'], label: 'Search', group: 'Everywhere' },
  help: { keys: ['?'], label: 'Keyboard shortcuts', group: 'Everywhere' },
  close: { keys: ['Escape'], label: 'Close, or clear the selection', group: 'Everywhere', onlyKey: true },

  upload: { keys: ['u'], label: 'Upload files', group: 'Files' },
  open: { keys: ['Enter'], label: 'Open', group: 'Files', onlyKey: true },
  download: { keys: ['d'], label: 'Download', group: 'Files' },
  share: { keys: ['s'], label: 'Share', group: 'Files' },
  favourite: { keys: ['f'], label: 'Add to favourites, or remove', group: 'Files' },
  rename: { keys: ['F2'], label: 'Rename', group: 'Files' },
  trash: { keys: ['Delete', 'Backspace'], label: 'Move to the trash', group: 'Files' },

  next: { keys: ['ArrowRight', 'j'], label: 'Next file', group: 'Move and select', onlyKey: true },
  previous: { keys: ['ArrowLeft', 'k'], label: 'Previous file', group: 'Move and select', onlyKey: true },
  down: { keys: ['ArrowDown'], label: 'One row down', group: 'Move and select', onlyKey: true },
  up: { keys: ['ArrowUp'], label: 'One row up', group: 'Move and select', onlyKey: true },
  select: { keys: [' ', 'x'], label: 'Select', group: 'Move and select', onlyKey: true },
  selectAll: { keys: ['mod+a'], label: 'Select all', group: 'Move and select' },

  details: { keys: ['i'], label: 'Details', group: 'Viewer' },
} as const satisfies Record<string, Binding>;

export type KeyId = keyof typeof keymap;

const names: Record<string, string> = {
  ' ': 'Space',
  ArrowRight: '→',
  ArrowLeft: '←',
  ArrowUp: '↑',
  ArrowDown: '↓',
  Delete: 'Del',
  Escape: 'Esc',
};

/** Key caps of one combination: ["Ctrl", "K"]; on Apple's keyboards ["⌘", "K"]. */
export function toKeyCaps(combination: string, isApple: boolean): string[] {
  return combination.split('+').map((key) => {
    if (key === 'mod') return isApple ? '⌘' : 'Ctrl';
    return names[key] ?? (key.length === 1 ? key.toUpperCase() : key);
  });
}

/** The first combination of a key as one string, for tooltips and menus: "U", "Del", "Ctrl K". */
export const keyHint = (id: KeyId, isApple = false): string =>
  toKeyCaps(keymap[id].keys[0], isApple).join(' ');

type KeyPress = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>;

/** The keymap entry a key press means; null when it means none. Shift counts only where it makes no character. */
export function matchKey(press: KeyPress): KeyId | null {
  if (press.altKey) return null;
  const hasMod = press.ctrlKey || press.metaKey;
  const key = press.key.length === 1 ? press.key.toLowerCase() : press.key;
  const isLetter = /^[a-z]$/.test(key);
  if (press.shiftKey && (isLetter || key.length > 1)) return null;
  const combination = hasMod ? `mod+${key}` : key;
  for (const [id, binding] of Object.entries(keymap) as [KeyId, Binding][]) {
    if (binding.keys.includes(combination)) return id;
  }
  return null;
}
