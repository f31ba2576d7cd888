/**
 * What is known of a file by its type: who draws its picture, and what it measures. Free of zod, so that the client
 * bundle may carry it.
 */

/** Types the worker can draw: what sharp reads, HEIC through libheif. SVG is never rendered as it came. */
const drawable = /^image\/(jpeg|png|apng|webp|gif|tiff|avif|heic|heif|bmp)$/;
const filmed = /^video\//;
const recorded = /^(video|audio)\//;
const paged = /^application\/pdf$/;

/** Whether the server makes a thumbnail for files of this type. */
export const hasRendition = (mime: string): boolean => drawable.test(mime);

/** Whether a picture of this type is made by whoever uploads it: the server plays no videos and reads no PDFs. */
export const takesPreview = (mime: string): boolean => filmed.test(mime) || paged.test(mime);

/** Whether files of this type have a length in time. */
export const hasDuration = (mime: string): boolean => recorded.test(mime);

/** Whether the uploader may say how many pixels wide and high this is. Of images the worker measures it. */
export const takesDimensions = (mime: string): boolean => filmed.test(mime);

/** The largest picture that is taken. A JPEG of 1,280 px is a third of it. */
export const maxPreviewBytes = 2 ** 20;
/** Larger than any video's frame. */
export const maxPreviewedPixels = 65_535;
/** A month: longer than any recording that a browser plays. */
export const maxDurationSeconds = 31 * 86_400;
