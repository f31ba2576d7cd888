import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clampTo, fitInto, fitted, turn, zoomAt } from './zoom';

const frame = { width: 800, height: 600 };
const size = fc.record({
  width: fc.integer({ min: 1, max: 8000 }),
  height: fc.integer({ min: 1, max: 8000 }),
});
const point = fc.record({ x: fc.integer({ min: -400, max: 400 }), y: fc.integer({ min: -300, max: 300 }) });

describe('zoom', () => {
  test('the spot under the pointer stays under the pointer', () => {
    fc.assert(
      fc.property(point, fc.double({ min: 0.3, max: 3, noNaN: true }), (at, factor) => {
        const start = { ...fitted, scale: 3, x: 20, y: -10 };
        const spot = (zoom: typeof start) => (at.x - zoom.x) / zoom.scale;
        expect(spot(zoomAt(start, at, factor))).toBeCloseTo(spot(start), 6);
      }),
    );
  });

  test('never smaller than the fitInto, never beyond twelve times', () => {
    expect(zoomAt(fitted, { x: 5, y: 5 }, 0.1)).toEqual(fitted);
    expect(zoomAt(fitted, { x: 0, y: 0 }, 100).scale).toBe(12);
  });

  test('a picture that fits cannot be moved, a larger one only to its edges', () => {
    const small = { width: 400, height: 300 };
    expect(clampTo({ ...fitted, x: 90, y: -50 }, small, frame)).toEqual(fitted);
    expect(clampTo({ ...fitted, scale: 4, x: 9999, y: -9999 }, small, frame)).toMatchObject({
      x: 400,
      y: -300,
    });
  });

  test('fits any picture, turned or not, without enlarging it', () => {
    fc.assert(
      fc.property(size, fc.integer({ min: 0, max: 3 }), (picture, turns) => {
        const { width, height } = fitInto(picture, frame, turns);
        const [across, down] = turns % 2 ? [height, width] : [width, height];
        expect(across).toBeLessThanOrEqual(frame.width + 1e-6);
        expect(down).toBeLessThanOrEqual(frame.height + 1e-6);
        expect(width).toBeLessThanOrEqual(picture.width + 1e-6);
      }),
    );
  });

  test('four turns are none', () => {
    expect(turn(turn(turn(turn(fitted))))).toEqual(fitted);
  });
});
