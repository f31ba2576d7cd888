import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { noSelection, type Selection, type SelectionEvent, select } from './selection';

const order = ['a', 'b', 'c', 'd', 'e', 'f'];
const run = (...events: SelectionEvent[]) =>
  events.reduce<Selection>((selection, event) => select(selection, event, order), noSelection);
const chosen = (selection: Selection) => [...selection.ids].sort().join('');
const pick = (
  id: string,
  how: Extract<SelectionEvent, { type: 'pick' }>['how'] = 'alone',
): SelectionEvent => ({
  type: 'pick',
  id,
  how,
});

describe('selection', () => {
  test('a click selects one file, Ctrl adds and takes away', () => {
    expect(chosen(run(pick('b'), pick('d')))).toBe('d');
    expect(chosen(run(pick('b'), pick('d', 'toggle')))).toBe('bd');
    expect(chosen(run(pick('b'), pick('d', 'toggle'), pick('b', 'toggle')))).toBe('d');
  });

  test('Shift selects from the anchor, both ways, and turns round it', () => {
    expect(chosen(run(pick('c'), pick('e', 'range')))).toBe('cde');
    expect(chosen(run(pick('c'), pick('e', 'range'), pick('a', 'range')))).toBe('abc');
  });

  test('Ctrl+Shift adds a range to what is selected', () => {
    expect(chosen(run(pick('a'), pick('d', 'toggle'), pick('f', 'add-range')))).toBe('adef');
  });

  test('Shift and arrows grow and shrink the range with the focus', () => {
    const grown = run(
      pick('b'),
      { type: 'focus', id: 'c', extend: true },
      { type: 'focus', id: 'd', extend: true },
    );
    expect(chosen(grown)).toBe('bcd');
    expect(chosen(select(grown, { type: 'focus', id: 'c', extend: true }, order))).toBe('bc');
    expect(chosen(run({ type: 'focus', id: 'b' }, { type: 'focus', id: 'd', extend: true }))).toBe('bcd');
  });

  test('the focus alone selects nothing', () => {
    const focused = run({ type: 'focus', id: 'c' });
    expect(focused.focus).toBe('c');
    expect(focused.ids.size).toBe(0);
  });

  test('all, clear, and files that went away', () => {
    expect(run({ type: 'all' }).ids.size).toBe(6);
    expect(run({ type: 'all' }, { type: 'clear' }).ids.size).toBe(0);
    const pruned = select(run(pick('b'), pick('d', 'range')), { type: 'prune' }, ['a', 'c']);
    expect(chosen(pruned)).toBe('c');
    expect(pruned).toMatchObject({ anchor: null, focus: null });
  });

  test('whatever happens, only shown files are selected, and a range is without gaps', () => {
    const event: fc.Arbitrary<SelectionEvent> = fc.oneof(
      fc.record({
        type: fc.constant('pick' as const),
        id: fc.constantFrom(...order, 'unknown'),
        how: fc.constantFrom('alone', 'toggle', 'range', 'add-range'),
      }),
      fc.record({
        type: fc.constant('focus' as const),
        id: fc.constantFrom(...order, 'unknown'),
        extend: fc.boolean(),
      }),
      fc.constantFrom<SelectionEvent>({ type: 'all' }, { type: 'clear' }, { type: 'prune' }),
    );
    fc.assert(
      fc.property(fc.array(event), fc.constantFrom(...order), (events, target) => {
        const before = run(...events);
        for (const id of before.ids) expect(order).toContain(id);
        const places = [...select(before, pick(target, 'range'), order).ids].map((id) => order.indexOf(id));
        expect(Math.max(...places) - Math.min(...places) + 1).toBe(places.length);
      }),
    );
  });

  test('an event that changes nothing returns the same object', () => {
    const selection = run(pick('a'));
    expect(select(selection, { type: 'prune' }, order)).toBe(selection);
    expect(select(selection, pick('unknown'), order)).toBe(selection);
    expect(select(noSelection, { type: 'clear' }, order)).toBe(noSelection);
  });
});
