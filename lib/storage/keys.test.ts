import fc from 'fast-check';
import { expect, test } from 'vitest';
import { avatarKey, fileKey, markerKey, parseKey, probeKey, stagingKey, thumbnailKey } from './keys';

const prefix = 'sluice/one/';
const id = '0193f5c0-7a3b-7def-8123-456789abcdef';

test('every key lies under the prefix and reads back into what it names', () => {
  const pairs = [
    [fileKey(id, prefix), { kind: 'file', fileId: id }],
    [stagingKey(id, prefix), { kind: 'staging', uploadId: id }],
    [thumbnailKey(id, 320, prefix), { kind: 'thumbnail', fileId: id, widthPx: 320 }],
    [avatarKey(id, 'a1', prefix), { kind: 'avatar', userId: id, avatarId: 'a1' }],
    [probeKey('p1', 'put', prefix), { kind: 'probe', probeId: 'p1' }],
    [markerKey(prefix), { kind: 'marker' }],
  ] as const;
  for (const [key, parsed] of pairs) {
    expect(key.startsWith(prefix)).toBe(true);
    expect(parseKey(key, prefix)).toEqual(parsed);
  }
});

test('an id that could leave its folder makes no key', () => {
  for (const bad of ['', '..', 'a/b', 'a b', '../../etc', 'é', 'a\n', 'x'.repeat(129)]) {
    expect(() => fileKey(bad, prefix)).toThrow(RangeError);
    expect(() => thumbnailKey(bad, 320, prefix)).toThrow(RangeError);
    expect(() => avatarKey('u', bad, prefix)).toThrow(RangeError);
  }
  for (const width of [0, -1, 1.5, Number.NaN])
    expect(() => thumbnailKey(id, width, prefix)).toThrow(RangeError);
});

test('keys of others and shapes we never make are unknown', () => {
  const strange = [
    'files/x',
    'sluice/two/files/x',
    `${prefix}files/a/b`,
    `${prefix}thumbs/a/0.webp`,
    `${prefix}nope/a`,
    prefix,
  ];
  for (const key of strange) expect(parseKey(key, prefix)).toEqual({ kind: 'unknown' });
});

test('reading any text as a key never throws', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void parseKey(prefix + text, prefix)));
});
