import { among, type Ids } from './ids';

/**
 * Which files are selected and where the focus is. A pure reducer: `order` is the ids as they are shown now, and
 * is handed in because the list grows, shrinks and is sorted anew while a selection lives.
 * Follows the WAI-ARIA grid pattern and what file managers do with Shift and Ctrl/Cmd.
 */
export type Selection = {
  readonly ids: ReadonlySet<string>;
  /** Where a Shift range begins. */
  readonly anchor: string | null;
  /** The one file Tab reaches (roving focus). */
  readonly focus: string | null;
};

export type SelectionEvent =
  /** Pointer or Space on a file: alone, added or taken away (`toggle`), or all between anchor and it (`range`). */
  | { type: 'pick'; id: string; how: 'alone' | 'toggle' | 'range' | 'add-range' }
  /** The focus moves; with `extend` (Shift + arrow) the range follows it. */
  | { type: 'focus'; id: string; extend?: boolean }
  | { type: 'all' }
  | { type: 'clear' }
  /** Some files have gone. */
  | { type: 'prune' };

export const noSelection: Selection = { ids: new Set(), anchor: null, focus: null };

/** What event makes of selection. Ids outside `order` are never added; nothing to change returns the same object. */
export function select(selection: Selection, event: SelectionEvent, order: Ids): Selection {
  switch (event.type) {
    case 'pick':
      return pick(selection, event, order);
    case 'focus': {
      if (!order.includes(event.id)) return selection;
      if (!event.extend) return selection.focus === event.id ? selection : { ...selection, focus: event.id };
      const anchor = anchorOf(selection, order) ?? event.id;
      return { ids: new Set(between(order, anchor, event.id)), anchor, focus: event.id };
    }
    case 'all':
      return { ...selection, ids: new Set(order), anchor: order.at(0) ?? null };
    case 'clear':
      return selection.ids.size === 0 && selection.anchor === null
        ? selection
        : { ids: noSelection.ids, anchor: null, focus: selection.focus };
    case 'prune':
      return prune(selection, order);
    default:
      return event satisfies never;
  }
}

function pick(
  selection: Selection,
  { id, how }: Extract<SelectionEvent, { type: 'pick' }>,
  order: Ids,
): Selection {
  if (!order.includes(id)) return selection;
  switch (how) {
    case 'alone':
      return { ids: new Set([id]), anchor: id, focus: id };
    case 'toggle': {
      const ids = new Set(selection.ids);
      if (!ids.delete(id)) ids.add(id);
      return { ids, anchor: id, focus: id };
    }
    case 'range':
    case 'add-range': {
      const anchor = anchorOf(selection, order) ?? id;
      const range = between(order, anchor, id);
      const ids = how === 'range' ? new Set(range) : new Set([...selection.ids, ...range]);
      return { ids, anchor, focus: id };
    }
    default:
      return how satisfies never;
  }
}

/** Shift without an anchor starts where the focus is. */
const anchorOf = ({ anchor, focus }: Selection, order: Ids) =>
  [anchor, focus].find((id) => id !== null && order.includes(id)) ?? null;

function between(order: Ids, from: string, to: string): readonly string[] {
  const [a, b] = [order.indexOf(from), order.indexOf(to)];
  return order.slice(Math.min(a, b), Math.max(a, b) + 1);
}

function prune(selection: Selection, order: Ids): Selection {
  const { anchor, focus } = selection;
  const places = [anchor, focus].filter((id) => id !== null);
  if (selection.ids.size === 0 && places.length === 0) return selection;
  const shown = among(order, [...selection.ids, ...places]);
  const keeps = (id: string | null) => id === null || shown.has(id);
  const ids = [...selection.ids].filter(keeps);
  if (ids.length === selection.ids.size && keeps(anchor) && keeps(focus)) return selection;
  return { ids: new Set(ids), anchor: keeps(anchor) ? anchor : null, focus: keeps(focus) ? focus : null };
}
