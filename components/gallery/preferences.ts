import { type TileSize, tileSizes } from './grid-layout';

/**
 * How a person likes the grid. A cookie, so that the server renders the tiles at their final size: `size.width`, the
 * width being the grid's last one in px.
 */
export type GridPreference = { size: TileSize; width: number };
export const gridCookie = 'sluice-grid';
const defaultGrid: GridPreference = { size: 'medium', width: 1200 };

/** Reads the cookie's value; anything unexpected is the default. */
export function parseGridPreference(value: string | undefined): GridPreference {
  const [size, width] = (value ?? '').split('.');
  const known = tileSizes.find((name) => name === size);
  const px = Number(width);
  return {
    size: known ?? defaultGrid.size,
    width: Number.isInteger(px) && px > 0 && px < 10_000 ? px : defaultGrid.width,
  };
}

/** Keeps the preference for a year. Browser only. The Cookie Store API is missing on plain http (--lan). */
export function saveGridPreference(
  { size, width }: GridPreference,
  page: { cookie: string } = document,
): void {
  page.cookie = `${gridCookie}=${size}.${Math.round(width)}; path=/; max-age=31536000; samesite=lax`;
}
