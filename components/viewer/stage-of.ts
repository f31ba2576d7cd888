import type { FileDto } from '@/lib/contracts/files';

/** How a file is shown. `rendition` is our own picture of it, where the original cannot or must not be shown. */
export type Stage = 'image' | 'rendition' | 'video' | 'audio' | 'pdf' | 'markdown' | 'text' | 'none';

/** What every current browser draws. SVG is not among them: it can carry scripts, so our rendition is shown. */
const drawn: ReadonlySet<string> = new Set([
  'image/jpeg',
  'image/png',
  'image/gif',
  'image/webp',
  'image/avif',
  'image/bmp',
  'image/x-icon',
  'image/vnd.microsoft.icon',
]);
const textTypes =
  /^(text\/|application\/(json|xml|javascript|ecmascript|x-sh|x-yaml|yaml|toml|sql|x-httpd-php|x-ndjson|graphql)$)|[+](json|xml)$/;
const textExtensions: ReadonlySet<string> = new Set(
  (
    'txt text log csv tsv json jsonl ndjson json5 xml html htm xhtml svg css scss less js mjs cjs jsx ts mts cts tsx vue svelte ' +
    'py rb go rs java kt kts swift c h cc cpp hpp cs php pl lua r sql sh bash zsh fish ps1 bat yaml yml toml ini conf cfg env ' +
    'properties gradle dockerfile makefile cmake diff patch tex bib srt vtt gitignore editorconfig proto graphql'
  ).split(' '),
);
/** A PDF is fetched whole before it is shown. */
export const maxPdfBytes = 150 * 2 ** 20;

/** The stage for a file: by its verified type, by its extension where the type says nothing. */
export function stageOf(file: Pick<FileDto, 'mime' | 'extension' | 'size' | 'thumbnails'>): Stage {
  const { mime, extension, size, thumbnails } = file;
  if (drawn.has(mime)) return 'image';
  if (mime.startsWith('image/') && thumbnails) return 'rendition';
  if (mime.startsWith('video/')) return 'video';
  if (mime.startsWith('audio/')) return 'audio';
  if (mime === 'application/pdf') return size <= maxPdfBytes ? 'pdf' : 'none';
  if (mime === 'text/markdown' || extension === 'md' || extension === 'markdown') return 'markdown';
  if (textTypes.test(mime)) return 'text';
  if (textExtensions.has(extension.toLowerCase()) && !/^(image|font)\//.test(mime)) return 'text';
  if (mime === 'image/svg+xml') return 'text';
  return thumbnails ? 'rendition' : 'none';
}
