import { expect, it } from 'vitest';
import { currentDestination } from './navigation';

it.each([
  ['/', 'files'],
  ['/favourites', 'favourites'],
  ['/trash', 'trash'],
  ['/admin/files', 'admin'],
  ['/settings/security', null],
])('%s lies in %s', (pathname, id) => expect(currentDestination(pathname)).toBe(id));
