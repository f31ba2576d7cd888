import fc from 'fast-check';
import { rgbaToThumbHash, thumbHashToAverageRGBA } from 'thumbhash';
import { expect, test } from 'vitest';
import { drawBlur } from './draw-blur';
import { placeholderColour } from './placeholder';

type Pixel = [number, number, number, number];
const hashOf = (pixels: Pixel[]) => rgbaToThumbHash(4, 4, new Uint8Array(pixels.flat()));
const base64Of = (hash: Uint8Array) => btoa(String.fromCharCode(...hash));
const channel = fc.integer({ min: 0, max: 255 });

test('a placeholder has the colour that ThumbHash itself finds', () => {
  const pictures = fc.array(fc.tuple(channel, channel, channel, channel), { minLength: 16, maxLength: 16 });
  fc.assert(
    fc.property(pictures, (pixels) => {
      const hash = hashOf(pixels);
      const { r, g, b, a } = thumbHashToAverageRGBA(hash);
      const [red, green, blue] = [r, g, b].map((part) => Math.round(part * 255));
      expect(placeholderColour(base64Of(hash))).toBe(`rgb(${red} ${green} ${blue} / ${a.toFixed(2)})`);
    }),
  );
});

test('a red picture is red, and drawn as a picture', () => {
  const base64 = base64Of(hashOf(Array.from({ length: 16 }, (): Pixel => [200, 40, 40, 255])));
  const [red = 0, green = 0] = (placeholderColour(base64)?.match(/\d+/g) ?? []).map(Number);
  expect(red).toBeGreaterThan(150);
  expect(green).toBeLessThan(90);
  expect(drawBlur(base64)).toMatch(/^url\(data:image\/png;base64,/);
  expect(drawBlur(base64)).toBe(drawBlur(base64));
});

test.each([undefined, '', 'AA==', 'not base64 !'])('%j has no placeholder', (value) => {
  expect(placeholderColour(value)).toBeNull();
});
