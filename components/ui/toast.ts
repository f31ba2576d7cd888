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

/** More than this at once would be a list, not a notice. */
const maxVisible = 3;
const readMs = 6_000;
const actMs = 10_000;

let toasts: readonly Toast[] = [];
let lastId = 0;
const listeners = new Set<() => void>();

function set(next: readonly Toast[]): void {
  toasts = next;
  for (const listener of listeners) listener();
}

/**
 * Shows a short notice, from anywhere; answers its id. A toast with the id of a shown one replaces it. With an
 * action it stays 10 s, else 6 s; danger stays until dismissed.
 */
export function showToast(toast: NewToast): string {
  lastId += 1;
  const id = toast.id ?? `toast-${lastId}`;
  const tone = toast.tone ?? 'neutral';
  const usual = tone === 'danger' ? Number.POSITIVE_INFINITY : toast.action ? actMs : readMs;
  const complete: Toast = { ...toast, id, tone, durationMs: toast.durationMs ?? usual };
  set([...toasts.filter((other) => other.id !== id), complete].slice(-maxVisible));
  return id;
}

export const dismissToast = (id: string): void => set(toasts.filter((toast) => toast.id !== id));

/** The shown toasts, for useSyncExternalStore. */
export const toastStore = {
  subscribe(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  read: (): readonly Toast[] => toasts,
};
