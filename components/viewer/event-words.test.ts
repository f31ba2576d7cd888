import { expect, test } from 'vitest';
import { eventWords } from './event-words';

test.each([
  ['file.renamed', { before: 'a.jpg' }, 'renamed it from “a.jpg”'],
  ['file.renamed', {}, 'renamed it'],
  ['file.link_signed', { seconds: 172_800 }, 'made a link that works for 2 days'],
  ['file.trashed', {}, 'moved it to the trash'],
  ['file.something_new', {}, 'something new'],
])('%s with %j reads "%s"', (action, details, sentence) => {
  expect(eventWords({ action, details })).toBe(sentence);
});
