import { expect, test } from 'vitest';
import type { ItemState, UploadItem } from '@/lib/uploader';
import { trayOrder } from './order';
import { namePasted } from './pasted-names';

const item = (id: string, state: ItemState) => ({ id, state }) as UploadItem;

test('failures are on top, what is done below, the cancelled are gone', () => {
  const failed: ItemState = { name: 'failed', reason: 'x', message: 'No.', retryable: true };
  const items = [
    item('queued', { name: 'queued' }),
    item('cancelled', { name: 'cancelled' }),
    item('moving', { name: 'uploading' }),
    item('skipped', { name: 'skipped' }),
    item('failed', failed),
    item('asking', { name: 'needs-file', message: null }),
  ];
  expect(trayOrder(items).map(({ id }) => id)).toEqual(['failed', 'asking', 'moving', 'queued', 'skipped']);
});

test('a pasted picture is named by its time, other pasted files keep their names', () => {
  const now = new Date(2026, 7, 1, 9, 5, 3);
  expect(namePasted(new File(['x'], 'image.png', { type: 'image/png' }), now).name).toBe(
    'Pasted 2026-08-01 at 09.05.03.png',
  );
  const report = new File(['x'], 'report.pdf');
  expect(namePasted(report, now)).toBe(report);
});
