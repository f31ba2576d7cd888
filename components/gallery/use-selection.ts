'use client';

import { useState } from 'react';
import type { Ids } from './ids';
import { noSelection, type Selection, type SelectionEvent, select } from './selection';

/**
 * The selection over the list as it is shown. Files that go away leave it, and the focus moves on to the file that took
 * their place. A list of another view (`key`) starts with nothing selected.
 */
export function useSelection(key: string, ids: Ids) {
  const [state, setState] = useState({ key, ids, selection: noSelection });
  let { selection } = state;
  if (state.key !== key) {
    selection = noSelection;
    setState({ key, ids, selection });
  } else if (state.ids !== ids) {
    selection = follow(state.selection, state.ids, ids);
    setState({ key, ids, selection });
  }
  const dispatch = (event: SelectionEvent) =>
    setState((now) => {
      const next = select(now.selection, event, now.ids);
      return next === now.selection ? now : { ...now, selection: next };
    });
  return [selection, dispatch] as const;
}

function follow(selection: Selection, before: Ids, now: Ids): Selection {
  const pruned = select(selection, { type: 'prune' }, now);
  if (pruned.focus !== null || selection.focus === null || now.length === 0) return pruned;
  const index = Math.min(before.indexOf(selection.focus), now.length - 1);
  return { ...pruned, focus: now.at(Math.max(0, index)) ?? null };
}
