import { rgbaToThumbHash } from 'thumbhash';
import { expect, test } from 'vitest';
import { toPlaceholder } from './placeholder';

const hashOf = (...rgba: [number, number, number, number]) =>
  btoa(
    String.fromCharCode(
      ...rgbaToThumbHash(4, 4, new Uint8Array(Array.from({ length: 16 }, () => rgba).flat())),
    ),
  );

test('a placeholder has the colour of its picture', () => {
  const placeholder = toPlaceholder(hashOf(200, 40, 40, 255));
  const [red = 0, green = 0] = (placeholder?.colour.match(/\d+/g) ?? []).map(Number);
  expect(red).toBeGreaterThan(150);
  expect(green).toBeLessThan(90);
  expect(placeholder?.picture()).toMatch(/^data:image\/png;base64,/);
});

test.each([undefined, '', 'AA==', 'not base64 !'])('%j has no placeholder', (value) => {
  expect(toPlaceholder(value)).toBeNull();
});
