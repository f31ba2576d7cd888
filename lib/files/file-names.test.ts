import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { declaredType, extensionOf, kindOf } from './file-type';
import { freeName } from './free-name';

describe('extensionOf', () => {
  it.each([
    ['photo.JPG', 'jpg'],
    ['archive.tar.gz', 'gz'],
    ['.gitignore', ''],
    ['README', ''],
    ['写真.jpeg', 'jpeg'],
    ['ends.', ''],
  ])('%s has the extension %j', (name, extension) => expect(extensionOf(name)).toBe(extension));
});

describe('kindOf', () => {
  it.each([
    ['image/heic', 'image'],
    ['application/pdf', 'document'],
    ['text/csv', 'data'],
    ['text/markdown', 'document'],
    ['application/zip', 'archive'],
    ['application/vnd.openxmlformats-officedocument.wordprocessingml.document', 'document'],
    ['application/octet-stream', 'other'],
  ])('%s is of kind %s', (type, kind) => expect(kindOf(type)).toBe(kind));
});

describe('declaredType', () => {
  it('prefers the extension to what the browser says', () => {
    expect(declaredType('a.png', 'text/html')).toBe('image/png');
  });
  it('takes no malformed type', () => {
    expect(declaredType('a.unknownext', 'text/html\r\nX: y')).toBe('application/octet-stream');
  });
});

describe('freeName', () => {
  it('counts up before the extension', () => {
    const taken = new Set(['a.txt', 'a (2).txt']);
    expect(freeName('a.txt', (name) => taken.has(name))).toBe('a (3).txt');
  });
  it('never makes a name longer than 255 bytes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 120 }), (name) => {
        const made = freeName(name, (candidate) => candidate === name);
        expect(made).not.toBe(name);
        expect(new TextEncoder().encode(made).length).toBeLessThanOrEqual(Math.max(255, 0));
      }),
    );
  });
});
