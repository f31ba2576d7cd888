import { expect, it } from 'vitest';
import { toListQuery } from './file-filters';

it('asks for nothing that was not chosen', () => {
  expect(toListQuery({ q: '', kind: 'all', sort: 'newest', place: 'files', ownerId: undefined })).toEqual({
    sort: 'createdAt',
    order: 'desc',
    trashed: 'false',
  });
});

it('combines words, kind, owner and place', () => {
  expect(toListQuery({ q: 'a', kind: 'image', sort: 'largest', place: 'trash', ownerId: 'o' })).toEqual({
    sort: 'size',
    order: 'desc',
    trashed: 'true',
    q: 'a',
    kind: 'image',
    ownerId: 'o',
  });
});
