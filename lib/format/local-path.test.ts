import { expect, it } from 'vitest';
import { toLocalPath } from './local-path';

it.each([
  ['/trash?q=a', '/trash?q=a'],
  ['//evil.example', '/'],
  ['/\\evil.example', '/'],
  ['https://evil.example', '/'],
  ['/\n/evil.example', '/'],
  ['javascript:alert(1)', '/'],
  [undefined, '/'],
])('%j leads to %s', (value, path) => expect(toLocalPath(value)).toBe(path));
