import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

/** Objects share a folder by their id, so that writers of one moment share one fsync of it. */
const idsPerFolder = 4096;

/**
 * Where things lie below the data folder. No path is made from a key or any other text of a client:
 * only from our own numbers, random set names and checked bucket names.
 */
export class Layout {
  readonly index: string;
  readonly cleanMark: string;
  readonly temp: string;
  readonly buckets: string;
  readonly objects: string;
  readonly segments: string;
  readonly lost: string;

  constructor(readonly root: string) {
    this.index = join(root, 'index.db');
    this.cleanMark = join(root, 'clean');
    this.temp = join(root, 'tmp');
    this.buckets = join(root, 'buckets');
    this.objects = join(root, 'objects');
    this.segments = join(root, 'segments');
    this.lost = join(root, 'lost+found');
  }

  create(): void {
    for (const folder of [this.root, this.temp, this.buckets, this.objects, this.segments, this.lost])
      mkdirSync(folder, { recursive: true, mode: 0o700 });
  }

  bucketFile(name: string): string {
    return join(this.buckets, `${name}.json`);
  }

  objectFolder(id: number): string {
    return join(
      this.objects,
      Math.floor(id / idsPerFolder)
        .toString(16)
        .padStart(8, '0'),
    );
  }

  objectFile(id: number): string {
    return join(this.objectFolder(id), id.toString(16));
  }

  /** First id of an object folder and of the next one, from the folder's name. */
  idRange(folderName: string): { first: number; next: number } {
    const first = Number.parseInt(folderName, 16) * idsPerFolder;
    return { first, next: first + idsPerFolder };
  }

  firstOfFolder(id: number): number {
    return id - (id % idsPerFolder);
  }

  isFirstOfFolder(id: number): boolean {
    return id === this.firstOfFolder(id);
  }

  segmentShard(set: string): string {
    return join(this.segments, set.slice(0, 2));
  }

  segmentSet(set: string): string {
    return join(this.segmentShard(set), set);
  }

  segmentFile(set: string, file: string): string {
    return join(this.segmentSet(set), file);
  }

  uploadFile(set: string): string {
    return join(this.segmentSet(set), 'upload');
  }
}

/** Name of a part's file: the number, then a sequence that tells a repeated part from its predecessor. */
export function partFileName(partNumber: number, sequence: number): string {
  return `${partNumber.toString().padStart(5, '0')}-${sequence.toString(16)}`;
}

export function parsePartFileName(name: string): { partNumber: number; sequence: number } | null {
  const match = /^(\d{5})-([0-9a-f]+)$/.exec(name);
  return match ? { partNumber: Number(match[1]), sequence: Number.parseInt(match[2] ?? '', 16) } : null;
}
