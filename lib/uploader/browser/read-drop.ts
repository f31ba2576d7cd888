import type { Addable } from '../uploader';

/**
 * All files of a drop or a paste, dropped folders with their whole tree. Must be called inside the event: a
 * DataTransfer is empty once its handler has returned. Files that cannot be read are left out and counted.
 */
export function readDrop(transfer: DataTransfer): Promise<{ files: Addable[]; unreadable: number }> {
  const items = Array.from(transfer.items).filter((item) => item.kind === 'file');
  const entries = items.map((item) => item.webkitGetAsEntry?.() ?? item.getAsFile());
  return readAll(entries);
}

type Reading = { files: Addable[]; unreadable: number };

const join = (readings: Reading[]): Reading => ({
  files: readings.flatMap(({ files }) => files),
  unreadable: readings.reduce((sum, { unreadable }) => sum + unreadable, 0),
});

/** Side by side: each answer of the browser takes a turn of its event loop, and a folder may hold thousands. */
async function readAll(entries: (FileSystemEntry | File | null)[]): Promise<Reading> {
  return join(
    await Promise.all(
      entries.map((entry) => {
        if (!entry) return { files: [], unreadable: 0 };
        return entry instanceof File ? { files: [entry], unreadable: 0 } : visit(entry, '');
      }),
    ),
  );
}

async function visit(entry: FileSystemEntry, path: string): Promise<Reading> {
  try {
    if (isFile(entry)) return { files: [{ file: await fileOf(entry), path }], unreadable: 0 };
    if (!isDirectory(entry)) return { files: [], unreadable: 0 };
    const below = path ? `${path}/${entry.name}` : entry.name;
    const inside = await entriesOf(entry);
    return join(await Promise.all(inside.map((one) => visit(one, below))));
  } catch {
    // A link to nowhere, or a folder without permission: the others are not to suffer.
    return { files: [], unreadable: 1 };
  }
}

const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile;
const isDirectory = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory;

const fileOf = (entry: FileSystemFileEntry): Promise<File> =>
  new Promise((resolve, reject) => entry.file(resolve, reject));

/** `readEntries` gives at most 100 entries a call (Chromium) and says that it is done by giving none. */
async function entriesOf(directory: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = directory.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (some.length === 0) return all;
    all.push(...some);
  }
}
