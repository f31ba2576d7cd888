export type HashAlgorithm = 'md5' | 'sha256';

/** Whoever asked needs no answer any more. */
export interface HashCancel {
  cancel: number;
}

export interface HashRequest {
  id: number;
  blob: Blob;
  algorithms: HashAlgorithm[];
}

/** Hashes in lower-case hex. */
export type Digest = Partial<Record<HashAlgorithm, string>>;

export type HashAnswer =
  | { id: number; digest: Digest }
  /** `unreadable`: the disk said no (moved, changed, no permission). Else hashing itself does not work here. */
  | { id: number; error: { message: string; unreadable: boolean } };

/** The part of a Worker that the engine uses; a thread of one's own is not required. */
export interface HashWorker {
  postMessage(message: HashRequest | HashCancel): void;
  addEventListener(type: 'message', listener: (event: { data: HashAnswer }) => void): void;
  addEventListener(type: 'error', listener: (event: unknown) => void): void;
  terminate(): void;
}
