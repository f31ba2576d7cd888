import { beforeEach, describe, expect, it } from 'vitest';
import { dismissToast, showToast, toastStore } from './toast';

beforeEach(() => {
  for (const { toast } of toastStore.read()) dismissToast(toast.id);
});

/** The stack from the bottom; '' for a place that keeps its room. */
const titles = () => toastStore.read().map(({ toast, isEmpty }) => (isEmpty ? '' : toast.title));

describe('toasts', () => {
  it('leaves more time to act than to read, and keeps failures until they are dismissed', () => {
    showToast({ title: 'Saved' });
    showToast({ title: 'Moved to the trash', action: { label: 'Undo', onAction: () => {} } });
    showToast({ title: 'Not saved', tone: 'danger' });
    expect(toastStore.read().map(({ toast }) => toast.durationMs)).toEqual([
      6_000,
      10_000,
      Number.POSITIVE_INFINITY,
    ]);
  });

  it('replaces a toast of the same id in its place instead of repeating it', () => {
    showToast({ id: 'copy', title: 'Copied 1 link' });
    showToast({ title: 'Saved' });
    showToast({ id: 'copy', title: 'Copied 2 links' });
    expect(titles()).toEqual(['Copied 2 links', 'Saved']);
  });

  it('shows three at most, the newest in the place of the oldest, and tells its listeners of every change', () => {
    let calls = 0;
    const stop = toastStore.subscribe(() => {
      calls += 1;
    });
    for (const title of ['a', 'b', 'c', 'd']) showToast({ title });
    stop();
    expect(titles()).toEqual(['d', 'b', 'c']);
    showToast({ title: 'e' });
    expect(calls).toBe(4);
    expect(titles()).toEqual(['d', 'e', 'c']);
  });

  it('moves nothing when another arrives or goes, and forgets places that nobody stands above', () => {
    const [first, second] = ['a', 'b'].map((title) => showToast({ title }));
    dismissToast(first ?? '');
    expect(titles()).toEqual(['', 'b']);
    showToast({ title: 'c' });
    expect(titles()).toEqual(['c', 'b']);
    dismissToast(second ?? '');
    expect(titles()).toEqual(['c']);
  });
});
