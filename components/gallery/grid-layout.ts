/** Geometry of the grid and the list. Every box is known before any picture is, so nothing moves while loading. */
export type TileSize = 'small' | 'medium' | 'large';
export const tileSizes: readonly TileSize[] = ['small', 'medium', 'large'];

/** Least width of a tile in CSS px. Phones (360 px) show 3, 2 and 1 of them side by side. */
const minTileWidth: Record<TileSize, number> = { small: 104, medium: 152, large: 232 };
const gapOf: Record<TileSize, number> = { small: 4, medium: 8, large: 12 };
/** Name and size below the picture: two lines of text and their padding. */
const captionHeight: Record<TileSize, number> = { small: 28, medium: 48, large: 48 };
export const listRowHeight = 44;

export type GridLayout = {
  columns: number;
  tileWidth: number;
  tileHeight: number;
  pictureHeight: number;
  gap: number;
  /** Top of a row to the top of the next one; whole px, see planGrid. */
  rowHeight: number;
};

/**
 * As many columns as fit, sharing the width evenly: the same sum as CSS `repeat(auto-fill, minmax(min, 1fr))`, so the
 * server's first HTML and the windowed grid have the same boxes. widthPx is the content width, 0 before it is known.
 *
 * Rows are whole px: browsers keep lengths as 32-bit floats, which beyond 2^19 px no longer hold the fractions of a
 * row. Tiles would move by a hair each time a row comes or goes above them, and all be painted anew.
 */
export function planGrid(widthPx: number, size: TileSize): GridLayout {
  const gap = gapOf[size];
  const columns = Math.max(1, Math.floor((widthPx + gap) / (minTileWidth[size] + gap)));
  const tileWidth = Math.max(0, (widthPx - gap * (columns - 1)) / columns);
  const pictureHeight = Math.round(tileWidth);
  const tileHeight = pictureHeight + captionHeight[size];
  return { columns, tileWidth, tileHeight, pictureHeight, gap, rowHeight: tileHeight + gap };
}

/** The same geometry as CSS, for the HTML that comes before the width is known. */
export const gridStyle = (size: TileSize) => ({
  display: 'grid',
  gridTemplateColumns: `repeat(auto-fill, minmax(${minTileWidth[size]}px, 1fr))`,
  gap: `${gapOf[size]}px`,
});

const captionStyles: Record<TileSize, { height: number }> = {
  small: { height: captionHeight.small },
  medium: { height: captionHeight.medium },
  large: { height: captionHeight.large },
};
/** The very same object every time: a tile is not drawn again for it. */
export const captionStyleOf = (size: TileSize) => captionStyles[size];

export const rowCount = (items: number, columns: number) => Math.ceil(items / columns);

/** Indexes [from, to) of the items in rows [firstRow, lastRow]. */
export function itemsInRows(
  { firstRow, lastRow }: { firstRow: number; lastRow: number },
  columns: number,
  items: number,
): { from: number; to: number } {
  const from = Math.min(items, Math.max(0, firstRow) * columns);
  return { from, to: Math.max(from, Math.min(items, (lastRow + 1) * columns)) };
}
