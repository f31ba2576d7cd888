'use client';

import { X } from 'lucide-react';
import { kindNames } from './type-icon';
import type { GoTo } from './use-view';
import type { View } from './view-state';

/** What narrows the view beside the toolbar's own controls, each with its way out. */
export function FilterChips({ view, goTo }: { view: View; goTo: GoTo }) {
  const chips = [
    view.kind && { key: 'kind', label: kindNames[view.kind], clear: { kind: null } },
    view.tag && { key: 'tag', label: `Tag: ${view.tag}`, clear: { tag: null } },
    view.q && { key: 'q', label: `“${view.q}”`, clear: { q: '' } },
  ].filter((chip) => chip !== null && chip !== '');
  if (chips.length === 0) return null;
  return (
    <ul aria-label="Filters" className="flex flex-wrap gap-2 pb-3">
      {chips.map(({ key, label, clear }) => (
        <li
          key={key}
          className="flex h-7 max-w-full items-center gap-1 rounded-full border border-line bg-subtle pl-3 text-sm"
        >
          <span className="truncate">{label}</span>
          <button
            type="button"
            aria-label={`Remove the filter ${label}`}
            onClick={() => goTo(clear)}
            className="flex size-7 shrink-0 items-center justify-center rounded-full text-muted hover:text-text"
          >
            <X aria-hidden className="size-3.5" />
          </button>
        </li>
      ))}
    </ul>
  );
}
