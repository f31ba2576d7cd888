import { expect, it } from 'vitest';
import { searchPattern } from './search-words';

it.each([
  ['写真', '写真%'],
  ['ab', 'ab%'],
  ['a-b', 'a-b%'],
  ['..', '..%'],
  ['5%', '5\\%%'],
  ['e\u0301', 'é%'],
])('%s is looked for at the beginning of names', (words, pattern) => {
  expect(searchPattern(words)).toEqual({ by: 'prefix', pattern });
});

it.each([
  ['写真館', '%写真館%'],
  ['img', '%img%'],
  ['03-24', '%03-24%'],
  ['_ab', '%\\_ab%'],
  ['صور العائلة', '%صور العائلة%'],
  ['100%\\', '%100\\%\\\\%'],
])('%s is looked for anywhere in names', (words, pattern) => {
  expect(searchPattern(words)).toEqual({ by: 'trigrams', pattern });
});
