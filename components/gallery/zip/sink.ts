import { followLink } from '../follow-link';

/** Where an archive goes while it is made. */
export type Sink = {
  writable: WritableStream<Uint8Array>;
  /** All is written. */
  finish(): void;
  /** It came to nothing: leaves no half file behind. */
  discard(): Promise<void>;
};

type SavePicker = (options: {
  suggestedName: string;
  types: { description: string; accept: Record<string, string[]> }[];
}) => Promise<FileSystemFileHandle & { remove?: () => Promise<void> }>;

/**
 * A file the person chooses (Chromium: memory stays flat), else the browser's memory and its download list. null when
 * the person closed the picker.
 */
export async function openSink(name: string): Promise<Sink | null> {
  const picker = (window as { showSaveFilePicker?: SavePicker }).showSaveFilePicker;
  if (!picker) return memorySink(name);
  try {
    const handle = await picker({
      suggestedName: name,
      types: [{ description: 'ZIP archive', accept: { 'application/zip': ['.zip'] } }],
    });
    return {
      writable: await handle.createWritable(),
      finish: () => {},
      discard: async () => handle.remove?.(),
    };
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') return null;
    // Refused by policy or an embedding page: the other way works.
    return memorySink(name);
  }
}

/** Pieces are gathered into blobs, which the browser may keep on disk. */
const blobBytes = 16 * 2 ** 20;

function memorySink(name: string): Sink {
  const blobs: Blob[] = [];
  let pieces: Uint8Array<ArrayBuffer>[] = [];
  let held = 0;
  const gather = () => {
    blobs.push(new Blob(pieces));
    pieces = [];
    held = 0;
  };
  return {
    writable: new WritableStream<Uint8Array>({
      write(piece) {
        pieces.push(new Uint8Array(piece));
        held += piece.byteLength;
        if (held >= blobBytes) gather();
      },
    }),
    finish() {
      gather();
      const url = URL.createObjectURL(new Blob(blobs, { type: 'application/zip' }));
      followLink(url, name);
      // The browser has opened the blob by then; its bytes are freed when the download ends.
      setTimeout(() => URL.revokeObjectURL(url), 60_000);
    },
    async discard() {
      blobs.length = 0;
      pieces = [];
    },
  };
}
