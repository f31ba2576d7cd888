import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import type { FileDto } from '@/lib/contracts/files';
import { Library } from './library';
import type { ListPort } from './page-reader';
import { firstPageSize, nextPageSize } from './page-sizes';
import type { Change } from './pending';
import type { TabChannel, TabMessage } from './tab-channel';
import { aFile, idOf } from './testing';
import { belongsTo, compareFiles, type ViewQuery } from './view-state';

const root: ViewQuery = { folderId: 'root', sort: 'createdAt', order: 'desc' };
const trash: ViewQuery = { trashed: 'true', sort: 'createdAt', order: 'desc' };

/** A server with one shelf of files; `calls` is what it was asked. */
function createServer(files: FileDto[]) {
  const state = { files, calls: [] as string[], fails: false };
  const fetchPage: ListPort = async ({ cursor, limit, ...query }, signal) => {
    state.calls.push(`${cursor ?? 'first'}+${limit}`);
    await Promise.resolve();
    signal.throwIfAborted();
    if (state.fails) throw new Error('away');
    const all = state.files.filter((file) => belongsTo(query, file)).toSorted(compareFiles(query));
    const start = cursor ? all.findIndex(({ id }) => id < cursor) : 0;
    const items = start < 0 ? [] : all.slice(start, start + limit);
    const rest = start >= 0 && start + limit < all.length;
    return { items, nextCursor: rest ? (items.at(-1)?.id ?? null) : null };
  };
  return { state, fetchPage };
}
const many = (count: number) => Array.from({ length: count }, (_, index) => aFile(index));
const idsIn = (library: Library, key = 'root') => [...(library.snapshot(key)?.ids ?? [])];
const opened = async (files: FileDto[], key = 'root', query = root) => {
  const server = createServer(files);
  const library = new Library({ fetchPage: server.fetchPage });
  library.open(key, query);
  await vi.waitFor(() => expect(library.snapshot(key)?.status).toBe('ready'));
  return { ...server, library };
};
const trashOf = (...numbers: number[]): Change => ({
  kind: 'patch',
  ids: numbers.map(idOf),
  patch: { trashedAt: '2026-02-01T00:00:00.000Z' },
});
const agree = async () => ({ refused: [] });

describe('reading', () => {
  test('a list is loading, then ready, and goes on by keyset while it is scrolled', async () => {
    const twoPages = firstPageSize + nextPageSize;
    const all = twoPages + 30;
    const { state, fetchPage } = createServer(many(all));
    const library = new Library({ fetchPage });
    library.open('root', root);
    expect(library.snapshot('root')?.status).toBe('loading');
    await vi.waitFor(() => expect(idsIn(library)).toHaveLength(firstPageSize));
    // Much lies below what is in sight: nobody needs more yet.
    library.show('root', { from: 0, to: 20 });
    expect(state.calls).toHaveLength(1);
    library.show('root', { from: firstPageSize - 20, to: firstPageSize });
    await vi.waitFor(() => expect(idsIn(library)).toHaveLength(twoPages));
    library.show('root', { from: twoPages - 40, to: twoPages });
    await vi.waitFor(() => expect(idsIn(library)).toHaveLength(all));
    expect(library.snapshot('root')?.hasMore).toBe(false);
  });

  test('removing what is shown brings what follows, to the last page', async () => {
    const { fetchPage } = createServer(many(80));
    const library = new Library({ fetchPage });
    library.open('root', root);
    library.watch('root');
    await vi.waitFor(() => expect(idsIn(library)).toHaveLength(firstPageSize));
    library.show('root', { from: 0, to: 20 });
    const numbers = Array.from({ length: firstPageSize }, (_, index) => 79 - index);
    await library.change(trashOf(...numbers), agree);
    await vi.waitFor(() => expect(idsIn(library)).toHaveLength(80 - firstPageSize));
    expect(library.snapshot('root')?.hasMore).toBe(false);
  });

  test('a failure says so, and trying again mends it', async () => {
    const { state, fetchPage } = createServer(many(70));
    state.fails = true;
    const library = new Library({ fetchPage });
    library.open('root', root);
    await vi.waitFor(() => expect(library.snapshot('root')).toMatchObject({ status: 'error' }));
    state.fails = false;
    library.refresh('root');
    await vi.waitFor(() => expect(library.snapshot('root')?.status).toBe('ready'));
    state.fails = true;
    library.more('root');
    await vi.waitFor(() => expect(library.snapshot('root')?.moreError).toBeInstanceOf(Error));
    state.fails = false;
    library.more('root');
    await vi.waitFor(() => expect(idsIn(library)).toHaveLength(70));
  });

  test('the page the server rendered is shown without asking again', async () => {
    const { state, fetchPage } = createServer(many(10));
    const library = new Library({ fetchPage });
    const page = await fetchPage({ ...root, limit: 60 }, new AbortController().signal);
    state.calls.length = 0;
    library.seed('root', root, page);
    library.open('root', root);
    expect(idsIn(library)).toHaveLength(10);
    expect(state.calls).toEqual([]);
  });

  test('a list closed before it arrived is dropped', async () => {
    const { fetchPage } = createServer(many(10));
    const library = new Library({ fetchPage });
    library.open('root', root);
    library.close('root');
    await Promise.resolve();
    expect(library.snapshot('root')).toBeUndefined();
  });

  test('far from sight only ids stay, and coming back reads the page again', async () => {
    const { library } = await opened(many(6000));
    const length = () => library.snapshot('root')?.ids.length ?? 0;
    for (let seen = 60; seen < 6000; seen = length()) {
      library.show('root', { from: seen - 20, to: seen });
      await vi.waitFor(() => expect(length()).toBeGreaterThan(seen));
    }
    const snapshot = library.snapshot('root');
    const held = () => idsIn(library).filter((id) => library.snapshot('root')?.file(id)).length;
    expect(snapshot?.file(idOf(5999))).toBeUndefined();
    expect(held()).toBeLessThan(3000);
    library.show('root', { from: 0, to: 30 });
    await vi.waitFor(() => expect(library.snapshot('root')?.file(idOf(5999))).toBeDefined());
    expect(idsIn(library)).toHaveLength(6000);
    expect(held()).toBeLessThan(3000);
  });
});

describe('changing', () => {
  test('a change is seen at once, and stays when the server agrees', async () => {
    const { library } = await opened(many(3));
    library.open('trash', trash);
    await vi.waitFor(() => expect(library.snapshot('trash')?.status).toBe('ready'));
    const done = library.change(trashOf(1), agree);
    expect(idsIn(library)).toEqual([idOf(2), idOf(0)]);
    await done;
    expect(idsIn(library)).toEqual([idOf(2), idOf(0)]);
    expect(idsIn(library, 'trash')).toEqual([idOf(1)]);
  });

  test('a refusal is undone, for the refused ones only', async () => {
    const { library } = await opened(many(3));
    await library.change(trashOf(0, 1), async () => ({ refused: [idOf(1)] }));
    expect(idsIn(library)).toEqual([idOf(2), idOf(1)]);
    const lost = library.change(trashOf(2), () => Promise.reject(new Error('offline')));
    expect(idsIn(library)).toEqual([idOf(1)]);
    await expect(lost).rejects.toThrow('offline');
    expect(idsIn(library)).toEqual([idOf(2), idOf(1)]);
  });

  test('restoring puts files back where they were', async () => {
    const { library } = await opened(many(5));
    await library.change(trashOf(1, 3), agree);
    library.open('trash', trash);
    const restore: Change = { kind: 'patch', ids: [idOf(1), idOf(3)], patch: { trashedAt: null } };
    library.arrive([aFile(1, { trashedAt: 'x' }), aFile(3, { trashedAt: 'x' })]);
    library.seed('trash', trash, {
      items: [aFile(1, { trashedAt: 'x' }), aFile(3, { trashedAt: 'x' })],
      nextCursor: null,
    });
    await library.change(restore, agree);
    expect(idsIn(library)).toEqual([4, 3, 2, 1, 0].map(idOf));
    expect(idsIn(library, 'trash')).toEqual([]);
  });

  test('any mix of changes that all fail leaves everything as it was', async () => {
    const change: fc.Arbitrary<Change> = fc.record({
      ids: fc.uniqueArray(fc.integer({ min: 0, max: 9 }).map(idOf), { minLength: 1 }),
      kind: fc.constant('patch' as const),
      patch: fc.oneof(
        fc.record({ name: fc.string() }),
        fc.record({ favourite: fc.boolean() }),
        fc.record({ folderId: fc.constantFrom(null, idOf(77)) }),
        fc.constant({ trashedAt: '2026-02-01T00:00:00.000Z' }),
      ),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(change, { maxLength: 6 }), async (changes) => {
        const { library } = await opened(many(10));
        const before = idsIn(library).map((id) => library.snapshot('root')?.file(id));
        await Promise.allSettled(
          changes.map((each) => library.change(each, () => Promise.reject(new Error('no')))),
        );
        expect(idsIn(library).map((id) => library.snapshot('root')?.file(id))).toEqual(before);
      }),
      { numRuns: 40 },
    );
  });

  test('a finished upload appears in every list it belongs to', async () => {
    const { library } = await opened(many(2));
    library.arrive([aFile(9), aFile(8, { folderId: idOf(77) })]);
    expect(idsIn(library)).toEqual([idOf(9), idOf(1), idOf(0)]);
  });
});

test('other tabs follow', async () => {
  const ears = new Set<(message: TabMessage) => void>();
  const tab = (): TabChannel => {
    let own: ((message: TabMessage) => void) | null = null;
    return {
      tell: (message) => {
        for (const hear of ears) if (hear !== own) hear(structuredClone(message));
      },
      listen: (hear) => {
        own = hear;
        ears.add(hear);
        return () => ears.delete(hear);
      },
    };
  };
  const { fetchPage } = createServer(many(3));
  const [here, there] = [new Library({ fetchPage, tabs: tab() }), new Library({ fetchPage, tabs: tab() })];
  for (const library of [here, there]) {
    library.connect();
    library.open('root', root);
    await vi.waitFor(() => expect(idsIn(library)).toHaveLength(3));
  }
  await here.change(trashOf(2), agree);
  here.arrive([aFile(7)]);
  expect(idsIn(there)).toEqual([7, 1, 0].map(idOf));
  await here.change({ kind: 'patch', ids: [idOf(7)], patch: { name: 'new' } }, agree);
  expect(there.snapshot('root')?.file(idOf(7))?.name).toBe('new');
});
