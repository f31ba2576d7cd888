import { beforeEach, describe, expect, it } from 'vitest';
import { dismissToast, showToast, toastStore } from './toast';

beforeEach(() => {
  for (const toast of toastStore.read()) dismissToast(toast.id);
});

describe('toasts', () => {
  it('leaves more time to act than to read, and keeps failures until they are dismissed', () => {
    showToast({ title: 'Saved' });
    showToast({ title: 'Moved to the trash', action: { label: 'Undo', onAction: () => {} } });
    showToast({ title: 'Not saved', tone: 'danger' });
    expect(toastStore.read().map((toast) => toast.durationMs)).toEqual([
      6_000,
      10_000,
      Number.POSITIVE_INFINITY,
    ]);
  });

  it('replaces a toast of the same id instead of repeating it', () => {
    showToast({ id: 'copy', title: 'Copied 1 link' });
    showToast({ id: 'copy', title: 'Copied 2 links' });
    expect(toastStore.read().map((toast) => toast.title)).toEqual(['Copied 2 links']);
  });

  it('shows the last three at most, and tells its listeners of every change', () => {
    let calls = 0;
    const stop = toastStore.subscribe(() => {
      calls += 1;
    });
    for (const title of ['a', 'b', 'c', 'd']) showToast({ title });
    stop();
    showToast({ title: 'e' });
    expect(calls).toBe(4);
    expect(toastStore.read().map((toast) => toast.title)).toEqual(['c', 'd', 'e']);
  });
});
