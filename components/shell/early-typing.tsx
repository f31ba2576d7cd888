'use client';

import { useEffect } from 'react';

let typed = '';

/** What was typed since EarlyTyping began, once. */
export function takeEarlyTyping(): string {
  const text = typed;
  typed = '';
  return text;
}

/**
 * Stands in for the command menu while its code loads: what is typed waits for it, instead of being taken for keys of
 * the page. The focus stays where it is, for the menu offers commands for that.
 */
export function EarlyTyping({ onCancel }: { onCancel: () => void }) {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const { key, ctrlKey, metaKey, altKey } = event;
      if (ctrlKey || metaKey || altKey) return;
      event.preventDefault();
      event.stopPropagation();
      if (key === 'Escape') onCancel();
      else if (key === 'Backspace') typed = typed.slice(0, -1);
      else if (key.length === 1) typed += key;
    };
    window.addEventListener('keydown', onKeyDown, true);
    return () => window.removeEventListener('keydown', onKeyDown, true);
  }, [onCancel]);
  return null;
}
