import mime from 'mime';
import type { FileKind } from '@/lib/contracts/files';

/** The extension of a file name, lower case, without the dot; empty when it has none. */
export function extensionOf(name: string): string {
  const match = /[^.]\.([A-Za-z0-9_-]{1,16})$/.exec(name);
  return match?.[1]?.toLowerCase() ?? '';
}

const documentTypes = [
  /^application\/(pdf|rtf|msword|epub\+zip|vnd\.ms-|vnd\.openxmlformats|vnd\.oasis\.opendocument|x-mobipocket)/,
  /^text\/(plain|markdown|rtf|html|x-tex)/,
];
const dataTypes = [
  /^text\//,
  /^application\/(json|xml|yaml|x-ndjson|sql|x-sqlite3|vnd\.sqlite3|parquet|toml|javascript|x-sh|wasm)/,
  /\+(json|xml)$/,
];
const archiveTypes =
  /^application\/(zip|gzip|x-gzip|x-tar|x-7z-compressed|x-rar-compressed|vnd\.rar|x-bzip2?|x-xz|zstd|java-archive|x-apple-diskimage|x-iso9660-image|x-lzip|x-lz4|x-compress)/;

/** The kind people sort by, from a MIME type. */
export function kindOf(type: string): FileKind {
  if (type.startsWith('image/')) return 'image';
  if (type.startsWith('video/')) return 'video';
  if (type.startsWith('audio/')) return 'audio';
  if (documentTypes.some((pattern) => pattern.test(type))) return 'document';
  if (archiveTypes.test(type)) return 'archive';
  if (dataTypes.some((pattern) => pattern.test(type))) return 'data';
  return 'other';
}

const typeShape = /^[a-z0-9][a-z0-9!#$&^_.+-]{0,126}\/[a-z0-9][a-z0-9!#$&^_.+-]{0,126}$/;
/** What the table gets wrong for the files people have: .ts is code here, not MPEG transport streams. */
const byExtension: Record<string, string> = {
  ts: 'text/plain',
  mts: 'text/plain',
  heic: 'image/heic',
  heif: 'image/heif',
  md: 'text/markdown',
};

/** The type an upload is signed for: by extension first (browsers differ in what they call a type), then as declared. */
export function declaredType(name: string, type: string): string {
  const extension = extensionOf(name);
  const known = byExtension[extension] ?? mime.getType(extension);
  if (known) return known;
  const given = type.split(';')[0]?.trim().toLowerCase() ?? '';
  return typeShape.test(given) ? given : 'application/octet-stream';
}
