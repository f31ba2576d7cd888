import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const css = readFileSync(new URL('../../app/globals.css', import.meta.url), 'utf8');

type Oklch = [lightness: number, chroma: number, hue: number];
type Theme = 'light' | 'dark';

/** role → colour in each theme, as globals.css says it. */
const tokens = new Map(
  [...css.matchAll(/--color-([a-z-]+):\s*light-dark\(\s*oklch\(([^)]+)\),\s*oklch\(([^)]+)\)\s*\)/g)].map(
    ([, role = '', light = '', dark = '']) => [role, { light: toOklch(light), dark: toOklch(dark) }],
  ),
);

function toOklch(text: string): Oklch {
  const [l = 0, c = 0, h = 0] = text.split(/[\s/]+/).map(Number);
  return [l, c, h];
}

/** Relative luminance (WCAG 2.2) of an oklch colour, clipped to sRGB. Source of the matrices: B. Ottosson, Oklab. */
function luminance([lightness, chroma, hue]: Oklch): number {
  const a = chroma * Math.cos((hue * Math.PI) / 180);
  const b = chroma * Math.sin((hue * Math.PI) / 180);
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const red = 4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s;
  const green = -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s;
  const blue = -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s;
  const clip = (value: number) => Math.min(1, Math.max(0, value));
  return 0.2126 * clip(red) + 0.7152 * clip(green) + 0.0722 * clip(blue);
}

function contrast(theme: Theme, first: string, second: string): number {
  const [one, two] = [first, second].map((role) => {
    const token = tokens.get(role);
    if (!token) throw new Error(`no token ${role}`);
    return luminance(token[theme]);
  }) as [number, number];
  return (Math.max(one, two) + 0.05) / (Math.min(one, two) + 0.05);
}

const surfaces = ['bg', 'subtle', 'raised', 'hover', 'selected'];
const tinted = ['danger', 'warning', 'success'].map((role) => [role, `${role}-subtle`] as const);

describe.each(['light', 'dark'] as const)('in the %s theme', (theme) => {
  it.each([
    ...['text', 'muted', 'accent'].flatMap((role) => surfaces.map((surface) => [role, surface] as const)),
    ...['danger', 'warning', 'success'].flatMap((role) =>
      ['bg', 'subtle', 'raised', 'hover'].map((surface) => [role, surface] as const),
    ),
    ...tinted,
    ...tinted.map(([, surface]) => ['text', surface] as const),
    ...tinted.map(([, surface]) => ['muted', surface] as const),
    ['on-accent', 'accent'],
    ['on-accent', 'accent-hover'],
    ['on-danger', 'danger'],
    ['on-danger', 'danger-hover'],
  ] as const)('text %s on %s reaches 4.5:1', (role, surface) => {
    expect(contrast(theme, role, surface)).toBeGreaterThanOrEqual(4.5);
  });

  it.each(
    ['control', 'focus', 'accent', 'danger'].flatMap((role) =>
      surfaces.map((surface) => [role, surface] as const),
    ),
  )('control %s on %s reaches 3:1', (role, surface) => {
    expect(contrast(theme, role, surface)).toBeGreaterThanOrEqual(3);
  });
});

it('finds every token that it is meant to check', () => {
  expect(tokens.size).toBeGreaterThanOrEqual(22);
});

it('knows the contrast of black on white', () => {
  expect((luminance([1, 0, 0]) + 0.05) / (luminance([0, 0, 0]) + 0.05)).toBeCloseTo(21, 1);
});
