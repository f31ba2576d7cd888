import { expect, it } from 'vitest';
import { ItemList } from '../item-list';
import { titleFor } from './title-progress';

it('the title tells whole percents while bytes travel, and never a hundred before the end', () => {
  const { totals } = new ItemList().getSnapshot();
  expect(titleFor('Sluice', totals)).toBe('Sluice');
  const active = { ...totals, active: true, sizeBytes: 1_000, sentBytes: 999 };
  expect(titleFor('Sluice', active)).toBe('99 % · Sluice');
  expect(titleFor('Sluice', { ...active, sizeBytes: 0, sentBytes: 0 })).toBe('Sluice');
});
