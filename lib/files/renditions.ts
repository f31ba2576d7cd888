/** Types the worker can draw: what sharp reads, HEIC through libheif. Pure; SVG is never rendered as it came. */
const drawable = /^image\/(jpeg|png|apng|webp|gif|tiff|avif|heic|heif|bmp)$/;

/** Whether a thumbnail is made for files of this type. */
export const hasRendition = (mime: string): boolean => drawable.test(mime);
