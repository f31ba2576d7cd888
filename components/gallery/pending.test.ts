import { describe, expect, test } from 'vitest';
import { applyChanges, type Change, leaves } from './pending';
import { aFile, idOf } from './testing';
import type { ViewQuery } from './view-state';

const ids = [idOf(1)];
const patch = (change: Extract<Change, { kind: 'patch' }>['patch']): Change => ({
  kind: 'patch',
  ids,
  patch: change,
});

describe('changes the server has not answered yet', () => {
  test('are laid over the file in the order they were made', () => {
    const changes: Change[] = [
      patch({ name: 'a' }),
      patch({ name: 'b', favourite: true }),
      { kind: 'tag', ids, add: ['new', 'old'], remove: ['gone'] },
    ];
    expect(applyChanges(aFile(1, { tags: ['gone', 'old'] }), changes)).toMatchObject({
      name: 'b',
      favourite: true,
      tags: ['new', 'old'],
    });
    expect(applyChanges(aFile(2), changes)).toEqual(aFile(2));
  });

  test('trash and restore leave no trace', () => {
    const file = aFile(1);
    expect(applyChanges(file, [patch({ trashedAt: 'now' })]).trashedAt).toBe('now');
    expect(applyChanges(file, [patch({ trashedAt: 'now' }), patch({ trashedAt: null })])).toEqual(file);
  });

  test.each<[Change, Partial<ViewQuery>, boolean]>([
    [{ kind: 'delete', ids }, { trashed: 'true' }, true],
    [patch({ trashedAt: 'now' }), {}, true],
    [patch({ trashedAt: null }), { trashed: 'true' }, true],
    [patch({ trashedAt: null }), {}, false],
    [patch({ folderId: idOf(5) }), { folderId: 'root' }, true],
    [patch({ folderId: null }), { folderId: 'root' }, false],
    [patch({ folderId: idOf(5) }), { q: 'cat' }, false],
    [patch({ favourite: false }), { favourite: 'true' }, true],
    [patch({ favourite: false }), {}, false],
    [patch({ name: 'x' }), { q: 'cat' }, false],
    [{ kind: 'tag', ids, add: [], remove: ['a'] }, { tag: 'a' }, true],
    [{ kind: 'tag', ids, add: ['b'], remove: [] }, { tag: 'a' }, false],
  ])('%j leaves a list of %j: %s', (change, query, expected) => {
    expect(leaves({ sort: 'createdAt', order: 'desc', ...query }, change)).toBe(expected);
  });
});
