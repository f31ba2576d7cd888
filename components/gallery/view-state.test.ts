import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { aFile, idOf } from './testing';
import {
  belongsTo,
  compareFiles,
  isFiltered,
  parseView,
  toListQuery,
  type View,
  viewKey,
  viewToSearch,
} from './view-state';

const parse = (search: string, place: View['place'] = 'library') =>
  parseView(new URLSearchParams(search), place);

const anyView: fc.Arbitrary<View> = fc
  .record({
    place: fc.constantFrom('library', 'favourites', 'trash'),
    folderId: fc.option(fc.integer({ min: 1, max: 99 }).map(idOf)),
    kind: fc.option(fc.constantFrom('image', 'video', 'document')),
    q: fc.string({ maxLength: 60, unit: 'grapheme' }).map((text) => text.toWellFormed().trim()),
    tag: fc.option(fc.string({ minLength: 1, maxLength: 20 }).map((text) => text.trim() || 'x')),
    favourite: fc.boolean(),
    sort: fc.constantFrom('createdAt', 'name', 'size', 'kind'),
    order: fc.constantFrom('asc', 'desc'),
    layout: fc.constantFrom('grid', 'list'),
    fileId: fc.option(fc.integer({ min: 1, max: 99 }).map(idOf)),
  } satisfies { [Key in keyof View]: fc.Arbitrary<View[Key]> })
  .map((view) => (view.place === 'library' ? view : { ...view, folderId: null, favourite: false }));

describe('a view and its URL', () => {
  test('a view survives its URL', () => {
    fc.assert(
      fc.property(anyView, (view) => {
        expect(parse(viewToSearch(view), view.place)).toEqual(view);
      }),
    );
  });

  test('a URL of anything parses to a view that has a URL of its own', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const view = parse(text);
        expect(parse(viewToSearch(view))).toEqual(view);
      }),
    );
  });

  test('the plain view has no query string', () => {
    expect(viewToSearch(parse(''))).toBe('');
    expect(viewToSearch(parse('?sort=createdAt&order=desc&layout=grid&kind=nonsense&folder=../etc'))).toBe(
      '',
    );
  });

  test.each([
    ['', { folderId: 'root', sort: 'createdAt', order: 'desc' }],
    ['?sort=name', { folderId: 'root', sort: 'name', order: 'asc' }],
    ['?kind=image', { kind: 'image', sort: 'createdAt', order: 'desc' }],
    [`?q=cat&folder=${idOf(1)}`, { q: 'cat', folderId: idOf(1), sort: 'createdAt', order: 'desc' }],
    ['?favourite=true', { favourite: 'true', sort: 'createdAt', order: 'desc' }],
  ])('%s asks the API for %j', (search, query) => {
    expect(toListQuery(parse(search))).toEqual(query);
  });

  test('favourites and trash look through all folders', () => {
    expect(toListQuery(parse(`?folder=${idOf(1)}`, 'favourites'))).toEqual({
      favourite: 'true',
      sort: 'createdAt',
      order: 'desc',
    });
    expect(toListQuery(parse(`?folder=${idOf(1)}`, 'trash'))).toEqual({
      trashed: 'true',
      sort: 'createdAt',
      order: 'desc',
    });
  });

  test('the open file and the layout do not change the list', () => {
    const view = parse('?q=cat');
    expect(viewKey({ ...view, fileId: idOf(3), layout: 'list' })).toBe(viewKey(view));
    expect(viewKey({ ...view, order: 'asc' })).not.toBe(viewKey(view));
    expect(isFiltered(view)).toBe(true);
  });
});

describe('what a change moves in or out of sight', () => {
  const inRoot = toListQuery(parse(''));

  test('a file belongs to its folder, and no longer when it is trashed or moved', () => {
    expect(belongsTo(inRoot, aFile(1))).toBe(true);
    expect(belongsTo(inRoot, aFile(1, { folderId: idOf(9) }))).toBe(false);
    expect(belongsTo(inRoot, aFile(1, { trashedAt: '2026-01-01T00:00:00.000Z' }))).toBe(false);
    expect(belongsTo(toListQuery(parse('', 'trash')), aFile(1))).toBe(false);
  });

  test('filters look at kind, mark, tag and words in any script', () => {
    const file = aFile(1, {
      kind: 'image',
      favourite: true,
      tags: ['夏'],
      name: '京都 Été.JPG',
      folderId: idOf(2),
    });
    for (const search of ['?kind=image', '?favourite=true', '?tag=夏', '?q=été.jpg', '?q=京都'])
      expect(belongsTo(toListQuery(parse(search)), file), search).toBe(true);
    for (const search of ['?kind=video', '?tag=x', '?q=tokyo'])
      expect(belongsTo(toListQuery(parse(search)), file), search).toBe(false);
  });

  test('names sort as people count, and every sort is total', () => {
    const files = ['b10', 'b9', 'a', 'B9'].map((name, index) => aFile(index, { name }));
    const sorted = files.toSorted(compareFiles({ sort: 'name', order: 'asc' })).map(({ name }) => name);
    expect(sorted[0]).toBe('a');
    expect(sorted.at(-1)).toBe('b10');
    const same = [aFile(2, { size: 5 }), aFile(1, { size: 5 })].toSorted(
      compareFiles({ sort: 'size', order: 'desc' }),
    );
    expect(same.map(({ id }) => id)).toEqual([idOf(2), idOf(1)]);
  });
});
