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

async function readAll(entries: (FileSystemEntry | File | null)[]) {
  const files: Addable[] = [];
  let unreadable = 0;
  const visit = async (entry: FileSystemEntry, path: string): Promise<void> => {
    try {
      if (isFile(entry)) files.push({ file: await fileOf(entry), path });
      else if (isDirectory(entry)) await visitAll(entry, path ? `${path}/${entry.name}` : entry.name);
    } catch {
      // A link to nowhere, or a folder without permission: the others are not to suffer.
      unreadable += 1;
    }
  };
  const visitAll = async (directory: FileSystemDirectoryEntry, path: string): Promise<void> => {
    for (const entry of await entriesOf(directory)) await visit(entry, path);
  };
  for (const entry of entries) {
    if (entry instanceof File) files.push(entry);
    else if (entry) await visit(entry, '');
  }
  return { files, unreadable };
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
