import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FileDto } from '@/lib/contracts/files';
import {
  appendPage,
  evictPages,
  type FileList,
  idsOf as packedIdsOf,
  pagesAt,
  putFile,
  removeFiles,
  replacePage,
  startList,
} from './file-list';
import { aFile, idOf } from './testing';
import { compareFiles } from './view-state';

const idsOf = (list: FileList) => [...packedIdsOf(list)];
const order = compareFiles({ sort: 'createdAt', order: 'desc' });

/** The server: files by keyset; the cursor is the id of the last file above. */
class Server {
  files: FileDto[] = [];
  add(...numbers: number[]) {
    this.files = [...this.files, ...numbers.map((number) => aFile(number))].toSorted(order);
  }
  drop(...numbers: number[]) {
    this.files = this.files.filter(({ id }) => !numbers.map(idOf).includes(id));
  }
  page(cursor: string | null, limit: number) {
    const after = cursor === null ? this.files : this.files.filter(({ id }) => id < cursor);
    const items = after.slice(0, limit);
    return { items, nextCursor: after.length > limit ? (items.at(-1)?.id ?? null) : null };
  }
  ids = () => this.files.map(({ id }) => id);
}
const range = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index);

function load(server: Server, limit: number, pages = 1000): FileList {
  let list = startList(server.page(null, limit), 0);
  for (let count = 1; count < pages && list.nextCursor !== null; count += 1)
    list = appendPage(list, server.page(list.nextCursor, limit), 0);
  return list;
}

describe('a keyset list in the browser', () => {
  test('pages add up to the list', () => {
    const server = new Server();
    server.add(...range(0, 25));
    expect(idsOf(load(server, 10))).toEqual(server.ids());
    expect(idsOf(load(server, 10, 2))).toHaveLength(20);
    expect(load(new Server(), 10).nextCursor).toBeNull();
  });

  test('eviction forgets files, never their ids, and reading the page again brings them back', () => {
    const server = new Server();
    server.add(...range(0, 40));
    const list = evictPages(load(server, 10), { from: 2, to: 3 });
    expect(idsOf(list)).toEqual(server.ids());
    expect(list.files.size).toBe(20);
    const again = replacePage(list, 0, server.page(null, 200), 1);
    expect(again.files.size).toBe(30);
    expect(idsOf(again)).toEqual(server.ids());
  });

  test('whatever came and went, reading all pages again from the top gives the list of the server', () => {
    const numbers = fc.uniqueArray(fc.integer({ min: 0, max: 120 }), { maxLength: 100 });
    fc.assert(
      fc.property(
        numbers,
        numbers,
        numbers,
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 9 }),
        (start, added, dropped, limit, pages) => {
          const server = new Server();
          server.add(...start);
          let list = load(server, limit, pages);
          server.add(...added.filter((number) => !start.includes(number)));
          server.drop(...dropped);
          for (let index = 0; index < list.pages.length; index += 1)
            list = replacePage(list, index, server.page(list.pages[index]?.cursor ?? null, 2 * limit), 1);
          const ids = idsOf(list);
          expect(ids).toEqual(server.ids().slice(0, ids.length));
          expect(new Set(list.files.keys())).toEqual(new Set(ids));
          if (list.nextCursor === null) expect(ids).toHaveLength(server.files.length);
        },
      ),
    );
  });

  test('a new file finds its place; one below what is loaded waits for its page', () => {
    const server = new Server();
    server.add(...range(10, 30));
    const list = load(server, 10, 1);
    expect(idsOf(putFile(list, aFile(99), order))[0]).toBe(idOf(99));
    expect(putFile(list, aFile(1), order)).toBe(list);
    expect(idsOf(putFile(load(server, 10), aFile(1), order)).at(-1)).toBe(idOf(1));
    expect(idsOf(putFile(load(new Server(), 10), aFile(1), order))).toEqual([idOf(1)]);
  });

  test('putting a file twice, or renaming it, never lists it twice', () => {
    const byName = compareFiles({ sort: 'name', order: 'asc' });
    let list = startList({ items: [aFile(1), aFile(2), aFile(3)], nextCursor: null }, 0);
    list = putFile(putFile(list, aFile(2, { size: 7 }), byName), aFile(1, { name: 'zzz' }), byName);
    expect(idsOf(list)).toEqual([idOf(2), idOf(3), idOf(1)]);
    expect(list.files.get(idOf(2))?.size).toBe(7);
  });

  test('removing and putting back restores the order', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 0, max: 60 }), { minLength: 1 }),
        fc.integer({ min: 1, max: 7 }),
        fc.nat(),
        (numbers, limit, at) => {
          const server = new Server();
          server.add(...numbers);
          const list = load(server, limit);
          const file = server.files[at % server.files.length];
          if (!file) return;
          const without = removeFiles(list, new Set([file.id]));
          expect(idsOf(without)).not.toContain(file.id);
          expect(idsOf(putFile(without, file, order))).toEqual(server.ids());
        },
      ),
    );
  });

  test('the pages of a range of items', () => {
    const server = new Server();
    server.add(...range(0, 35));
    const list = load(server, 10);
    expect(pagesAt(list, { from: 0, to: 10 })).toEqual({ from: 0, to: 0 });
    expect(pagesAt(list, { from: 9, to: 11 })).toEqual({ from: 0, to: 1 });
    expect(pagesAt(list, { from: 30, to: 99 })).toEqual({ from: 3, to: 3 });
  });
});
