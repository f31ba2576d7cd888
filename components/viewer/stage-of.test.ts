import { expect, test } from 'vitest';
import { maxPdfBytes, type Stage, stageOf } from './stage-of';

const thumbnails = { 320: 'a', 1280: 'b' };

test.each<[string, string, Partial<Parameters<typeof stageOf>[0]>, Stage]>([
  ['image/jpeg', 'jpg', {}, 'image'],
  ['image/heic', 'heic', { thumbnails }, 'rendition'],
  ['image/heic', 'heic', {}, 'none'],
  ['image/svg+xml', 'svg', { thumbnails }, 'rendition'],
  ['image/svg+xml', 'svg', {}, 'text'],
  ['text/html', 'html', {}, 'text'],
  ['application/xhtml+xml', 'xhtml', {}, 'text'],
  ['video/mp4', 'mp4', {}, 'video'],
  ['audio/mpeg', 'mp3', {}, 'audio'],
  ['application/pdf', 'pdf', {}, 'pdf'],
  ['application/pdf', 'pdf', { size: maxPdfBytes + 1 }, 'none'],
  ['text/markdown', 'md', {}, 'markdown'],
  ['text/csv', 'csv', {}, 'text'],
  ['application/octet-stream', 'rs', {}, 'text'],
  ['application/zip', 'zip', {}, 'none'],
  ['application/vnd.openxmlformats-officedocument.wordprocessingml.document', 'docx', {}, 'none'],
])('%s (.%s) is shown as %j → %s', (mime, extension, change, stage) => {
  expect(stageOf({ mime, extension, size: 10, ...change })).toBe(stage);
});
