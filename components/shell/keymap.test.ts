import { describe, expect, it } from 'vitest';
import { keyHint, keymap, matchKey, toKeyCaps } from './keymap';

const press = (
  key: string,
  more: Partial<Record<'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey', boolean>> = {},
) => matchKey({ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...more });

describe('keymap', () => {
  it('gives each combination to one command only', () => {
    const all = Object.values(keymap).flatMap((binding) => [...binding.keys]);
    expect(new Set(all).size).toBe(all.length);
  });

  it('knows the same command by Ctrl and by Cmd', () => {
    expect(press('k', { ctrlKey: true })).toBe('commands');
    expect(press('k', { metaKey: true })).toBe('commands');
  });

  it('does not take a letter from a browser shortcut', () => {
    expect(press('d', { ctrlKey: true })).toBeNull();
    expect(press('u', { altKey: true })).toBeNull();
    expect(press('U', { shiftKey: true })).toBeNull();
  });

  it('accepts shift where the layout needs it to write the character', () => {
    expect(press('?', { shiftKey: true })).toBe('help');
    expect(press('/', { shiftKey: true })).toBe('search');
  });

  it('leaves shift with arrows and Delete to those who widen a selection', () => {
    expect(press('ArrowRight', { shiftKey: true })).toBeNull();
    expect(press('ArrowRight')).toBe('next');
  });

  it('shows keys as they are printed on the keyboard', () => {
    expect(toKeyCaps('mod+k', true)).toEqual(['⌘', 'K']);
    expect(toKeyCaps('mod+k', false)).toEqual(['Ctrl', 'K']);
    expect(keyHint('trash')).toBe('Del');
    expect(keyHint('select')).toBe('Space');
  });
});
