import { useEffect } from 'react';

let typed = '';

/** What was typed for the command menu before its field had the focus; empty afterwards. */
export function takeEarlyTyping(): string {
  const text = typed;
  typed = '';
  return text;
}

/**
 * Collects what is typed from Ctrl/Cmd-K until the menu's field has the focus: its code is loaded and drawn meanwhile,
 * and letters would be taken for keys of the page. The focus stays where it is, for the menu offers commands for that.
 */
export function useEarlyTyping(isOpen: boolean, onCancel: () => void): void {
  useEffect(() => {
    if (!isOpen) return;
    const onKeyDown = (event: KeyboardEvent) => {
      const { key, target, ctrlKey, altKey, metaKey } = event;
      // Option and AltGr write letters, too; some systems report AltGr as Ctrl and Alt.
      const isText = key.length === 1 && !metaKey && (!ctrlKey || altKey);
      const isInMenu = target instanceof Element && target.closest('[data-keys=off]:not([data-closed])');
      if (isInMenu || !(isText || /^(Escape|Backspace|Enter)$/.test(key))) return;
      event.preventDefault();
      event.stopPropagation();
      if (isText) typed += key;
      else if (key === 'Backspace') typed = typed.slice(0, -1);
      else if (key === 'Escape') onCancel();
    };
    window.addEventListener('keydown', onKeyDown, true);
    return () => window.removeEventListener('keydown', onKeyDown, true);
  }, [isOpen, onCancel]);
}
