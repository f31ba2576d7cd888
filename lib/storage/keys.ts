import { storageConfig } from './config';

/**
 * Object keys are opaque ids under the installation's prefix; a person's file name never becomes part of one.
 * An id that could climb or split a path is a fault in our own code, so it throws RangeError.
 */
const ID = /^[A-Za-z0-9_-]{1,128}$/;

/** Key of a file's (or file version's) bytes. */
export function fileKey(fileId: string, prefix = storageConfig().prefix): string {
  return `${prefix}files/${checked(fileId)}`;
}

/** Key that a client may write while its upload is open; copied to fileKey once verified. */
export function stagingKey(uploadId: string, prefix = storageConfig().prefix): string {
  return `${prefix}staging/${checked(uploadId)}`;
}

/** Key of a rendition of a file, widthPx wide. */
export function thumbnailKey(fileId: string, widthPx: number, prefix = storageConfig().prefix): string {
  if (!Number.isInteger(widthPx) || widthPx < 1) throw new RangeError(`not a width: ${widthPx}`);
  return `${prefix}thumbs/${checked(fileId)}/${widthPx}.webp`;
}

/** Key of one profile photo; a new photo takes a new id, so that caches never show the old one. */
export function avatarKey(userId: string, avatarId: string, prefix = storageConfig().prefix): string {
  return `${prefix}avatars/${checked(userId)}/${checked(avatarId)}`;
}

/** Key of the object that says which installation owns the prefix. */
export function markerKey(prefix = storageConfig().prefix): string {
  return `${prefix}.sluice-installation.json`;
}

/** Key for a throw-away object of the capability probe and the doctor. */
export function probeKey(probeId: string, name: string, prefix = storageConfig().prefix): string {
  return `${prefix}probe/${checked(probeId)}/${checked(name)}`;
}

/** What a key under our prefix is for; `unknown` when no function above can have made it. */
export type ParsedKey =
  | { kind: 'file'; fileId: string }
  | { kind: 'staging'; uploadId: string }
  | { kind: 'thumbnail'; fileId: string; widthPx: number }
  | { kind: 'avatar'; userId: string; avatarId: string }
  | { kind: 'probe'; probeId: string }
  | { kind: 'marker' }
  | { kind: 'unknown' };

/** Reads a key back into what it names. Keys outside the prefix are `unknown`. */
export function parseKey(key: string, prefix = storageConfig().prefix): ParsedKey {
  if (!key.startsWith(prefix)) return { kind: 'unknown' };
  if (key === markerKey(prefix)) return { kind: 'marker' };
  const [room, first, second, ...rest] = key.slice(prefix.length).split('/');
  if (first === undefined || !ID.test(first) || rest.length > 0) return { kind: 'unknown' };
  if (second === undefined) {
    if (room === 'files') return { kind: 'file', fileId: first };
    if (room === 'staging') return { kind: 'staging', uploadId: first };
    return { kind: 'unknown' };
  }
  const width = /^([1-9]\d{0,5})\.webp$/.exec(second)?.[1];
  if (room === 'thumbs' && width) return { kind: 'thumbnail', fileId: first, widthPx: Number(width) };
  if (!ID.test(second)) return { kind: 'unknown' };
  if (room === 'avatars') return { kind: 'avatar', userId: first, avatarId: second };
  if (room === 'probe') return { kind: 'probe', probeId: first };
  return { kind: 'unknown' };
}

function checked(id: string): string {
  if (!ID.test(id)) throw new RangeError(`not an object id: ${JSON.stringify(id)}`);
  return id;
}
