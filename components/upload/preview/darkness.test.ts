import { describe, expect, it } from 'vitest';
import { brightnessOf, isDark, momentsOf } from './darkness';

const pixels = (...rgb: [number, number, number]) =>
  new Uint8ClampedArray(Array.from({ length: 16 }, () => [...rgb, 255]).flat());

describe('brightnessOf()', () => {
  it.each([
    [[0, 0, 0], 0, true],
    [[12, 12, 12], 12, true],
    [[255, 255, 255], 255, false],
    [[0, 0, 255], 18.4, true],
    [[200, 20, 20], 58.3, false],
  ] as [[number, number, number], number, boolean][])('%j is %d', (rgb, brightness, dark) => {
    expect(brightnessOf(pixels(...rgb))).toBeCloseTo(brightness, 1);
    expect(isDark(brightnessOf(pixels(...rgb)))).toBe(dark);
  });

  it('of nothing is dark', () => expect(isDark(brightnessOf(new Uint8ClampedArray()))).toBe(true));
});

describe('momentsOf()', () => {
  it.each([
    [undefined, [0]],
    [2, [0.2, 0.5, 1]],
    [3600, [1, 900, 1800]],
  ])('a film of %s s', (duration, moments) => expect(momentsOf(duration)).toEqual(moments));
});
