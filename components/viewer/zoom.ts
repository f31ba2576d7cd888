/** How an image lies in its frame: moved by (x, y) px from the middle, scaled, turned by quarter turns. */
export type Zoom = { x: number; y: number; scale: number; quarterTurns: number };
export type Point = { x: number; y: number };
export type Size = { width: number; height: number };

export const fitted: Zoom = { x: 0, y: 0, scale: 1, quarterTurns: 0 };
const maxScale = 12;

/** Scales by factor so that the picture's spot under `at` (px from the frame's middle) stays there. */
export function zoomAt(zoom: Zoom, at: Point, factor: number): Zoom {
  const scale = Math.min(maxScale, Math.max(1, zoom.scale * factor));
  const ratio = scale / zoom.scale;
  return { ...zoom, scale, x: at.x - (at.x - zoom.x) * ratio, y: at.y - (at.y - zoom.y) * ratio };
}

/** Keeps a zoomed picture over its frame: it can be moved until its edge meets the frame's, no further. */
export function clampTo(zoom: Zoom, picture: Size, frame: Size): Zoom {
  const turned = zoom.quarterTurns % 2 !== 0;
  const [width, height] = turned ? [picture.height, picture.width] : [picture.width, picture.height];
  const reach = (size: number, room: number) => Math.max(0, (size * zoom.scale - room) / 2);
  const clamp = (value: number, limit: number) => Math.min(limit, Math.max(-limit, value)) + 0;
  return {
    ...zoom,
    x: clamp(zoom.x, reach(width, frame.width)),
    y: clamp(zoom.y, reach(height, frame.height)),
  };
}

/** A quarter turn clockwise, fitted again. */
export const turn = (zoom: Zoom): Zoom => ({ ...fitted, quarterTurns: (zoom.quarterTurns + 1) % 4 });

/** The largest size with picture's proportions that fits the frame without growing; turned pictures fit turned. */
export function fitInto(picture: Size, frame: Size, quarterTurns: number): Size {
  const turned = quarterTurns % 2 !== 0;
  const [width, height] = turned ? [frame.height, frame.width] : [frame.width, frame.height];
  if (picture.width <= 0 || picture.height <= 0) return { width: 0, height: 0 };
  const ratio = Math.min(1, width / picture.width, height / picture.height);
  return { width: picture.width * ratio, height: picture.height * ratio };
}
