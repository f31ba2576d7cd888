import { expect, it } from 'vitest';
import { readDrop } from './read-drop';

/** A dropped entry as browsers make them: `readEntries` gives a hundred at a time. */
function makeFileEntry(name: string, readable = true): FileSystemEntry {
  const file = (resolve: (file: File) => void, reject: (error: Error) => void) =>
    readable ? resolve(new File(['x'], name)) : reject(new Error('NotReadableError'));
  return { name, isFile: true, isDirectory: false, file } as unknown as FileSystemEntry;
}

function makeFolderEntry(name: string, children: FileSystemEntry[]): FileSystemEntry {
  const createReader = () => {
    let at = 0;
    return {
      readEntries: (resolve: (entries: FileSystemEntry[]) => void) => {
        resolve(children.slice(at, at + 100));
        at += 100;
      },
    };
  };
  return { name, isFile: false, isDirectory: true, createReader } as unknown as FileSystemEntry;
}

const dropOf = (...entries: FileSystemEntry[]) =>
  ({
    items: entries.map((entry) => ({ kind: 'file', webkitGetAsEntry: () => entry, getAsFile: () => null })),
  }) as unknown as DataTransfer;

it('a dropped tree keeps its folders, and more than a hundred files in one', async () => {
  const many = Array.from({ length: 250 }, (_, index) => makeFileEntry(`f${index}`));
  const tree = makeFolderEntry('Fotos', [...many, makeFolderEntry('2024', [makeFileEntry('deep')])]);
  const { files, unreadable } = await readDrop(dropOf(tree, makeFileEntry('loose')));
  expect(files).toHaveLength(252);
  expect(unreadable).toBe(0);
  expect(files.at(0)).toMatchObject({ path: 'Fotos' });
  expect(files.at(250)).toMatchObject({ path: 'Fotos/2024' });
  expect(files.at(251)).toMatchObject({ path: '' });
});

it('what cannot be read is counted and spoils nothing else', async () => {
  const tree = makeFolderEntry('a', [makeFileEntry('locked', false), makeFileEntry('open')]);
  const { files, unreadable } = await readDrop(dropOf(tree));
  expect(files).toHaveLength(1);
  expect(unreadable).toBe(1);
});
