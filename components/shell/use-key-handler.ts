import { useEffect } from 'react';
import { findCommand } from './commands';
import { matchKey } from './keymap';
import { preferences } from './preferences';

/** Runs the command of each key pressed on the page. Once, in the shell. */
export function useKeyHandler(): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing) return;
      const id = matchKey(event);
      if (!id) return;
      const hasMod = event.ctrlKey || event.metaKey;
      // WCAG 2.1.4: keys without a modifier can be switched off.
      if (!hasMod && event.key.length === 1 && !preferences.read().singleKeys) return;
      if (isTakenBy(event.target, event.key, hasMod && id !== 'selectAll')) return;
      const command = findCommand(id);
      if (!command) return;
      event.preventDefault();
      command.run();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);
}

/**
 * True where the key belongs to what has the focus: a dialog (data-keys="off"), text, an open menu, or a control
 * that Enter or Space works.
 */
function isTakenBy(target: EventTarget | null, key: string, hasMod: boolean): boolean {
  if (!(target instanceof HTMLElement)) return false;
  const dialog = target.closest('[data-keys=off]');
  // One that closes keeps the focus for a moment. Letters typed on may still be meant for its field.
  const isClosing = dialog?.matches('[data-closed]');
  if (dialog && !isClosing) return true;
  if (hasMod || (isClosing && key === '?')) return false;
  if (target.isContentEditable || target.closest('[role=menu], [role=listbox], [role=radiogroup]'))
    return true;
  const isControl = (key === 'Enter' || key === ' ') && target.closest('button, a, summary, [role=button]');
  if (isControl) return true;
  if (target instanceof HTMLInputElement) {
    const writes = !['checkbox', 'radio', 'button', 'submit', 'range', 'file'].includes(target.type);
    return (
      writes || key === ' ' || key === 'Enter' || (target.type !== 'checkbox' && key.startsWith('Arrow'))
    );
  }
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}
