export type HashAlgorithm = 'md5' | 'sha256';

export interface HashRequest {
  id: number;
  blob: Blob;
  algorithms: HashAlgorithm[];
}

/** The next piece of a running SHA-256, begun with its first one; null ends it and is answered with its digest. */
export interface RunningHashRequest {
  id: number;
  running: number;
  piece: Blob | null;
}

export type HashMessage =
  | HashRequest
  | RunningHashRequest
  /** Whoever asked needs no answer any more. */
  | { cancel: number }
  /** A running hash that nobody will end. */
  | { forget: number };

/** Hashes in lower-case hex. */
export type Digest = Partial<Record<HashAlgorithm, string>>;

export type HashAnswer =
  | { id: number; digest: Digest }
  /** `unreadable`: the disk said no (moved, changed, no permission). Else hashing itself does not work here. */
  | { id: number; error: { message: string; unreadable: boolean } };

/** The part of a Worker that the engine uses; a thread of one's own is not required. */
export interface HashWorker {
  postMessage(message: HashMessage): void;
  addEventListener(type: 'message', listener: (event: { data: HashAnswer }) => void): void;
  addEventListener(type: 'error', listener: (event: unknown) => void): void;
  terminate(): void;
}
