type ToastTone = 'neutral' | 'success' | 'warning' | 'danger';

export type Toast = {
  id: string;
  title: string;
  detail?: string | undefined;
  tone: ToastTone;
  /** One action: "Undo", "Sign in". */
  action?: { label: string; onAction: () => void } | undefined;
  /** How long it stays while nobody looks at it; Infinity until dismissed. */
  durationMs: number;
  requestId?: string | undefined;
};

type NewToast = Pick<Toast, 'title'> & Partial<Omit<Toast, 'title'>>;

/**
 * A place in the stack, from the bottom. A toast that has gone leaves its place empty while others stand above it, and
 * a new one takes an empty place or one on top: no button moves under the pointer that is on its way to it.
 */
export type ToastPlace = { toast: Toast; isEmpty: boolean; order: number };

/** More than this at once would be a list, not a notice. */
const maxVisible = 3;
const readMs = 6_000;
const actMs = 10_000;

let places: readonly ToastPlace[] = [];
let lastOrder = 0;
const listeners = new Set<() => void>();

function set(next: readonly ToastPlace[]): void {
  places = next;
  for (const listener of listeners) listener();
}

/** Which place a toast takes: its own, an empty one, a new one on top, or that of the oldest. */
function placeFor(id: string): number {
  const own = places.findIndex(({ toast }) => toast.id === id);
  if (own !== -1) return own;
  const empty = places.findIndex(({ isEmpty }) => isEmpty);
  if (empty !== -1) return empty;
  if (places.length < maxVisible) return places.length;
  return places.findIndex(({ order }) => order === Math.min(...places.map((place) => place.order)));
}

/**
 * Shows a short notice, from anywhere; answers its id. A toast with the id of a shown one replaces it. With an
 * action it stays 10 s, else 6 s; danger stays until dismissed.
 */
export function showToast(toast: NewToast): string {
  lastOrder += 1;
  const id = toast.id ?? `toast-${lastOrder}`;
  const tone = toast.tone ?? 'neutral';
  const usual = tone === 'danger' ? Number.POSITIVE_INFINITY : toast.action ? actMs : readMs;
  const complete: Toast = { ...toast, id, tone, durationMs: toast.durationMs ?? usual };
  const place = placeFor(id);
  set([
    ...places.slice(0, place),
    { toast: complete, isEmpty: false, order: lastOrder },
    ...places.slice(place + 1),
  ]);
  return id;
}

export function dismissToast(id: string): void {
  const left = places.map((place) => (place.toast.id === id ? { ...place, isEmpty: true } : place));
  set(left.slice(0, left.findLastIndex(({ isEmpty }) => !isEmpty) + 1));
}

/** The stack of toasts, for useSyncExternalStore. */
export const toastStore = {
  subscribe(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  read: (): readonly ToastPlace[] => places,
};
