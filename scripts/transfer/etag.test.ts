import { describe, expect, it } from 'vitest';
import { areComparable, compositeEtag, isSameContent, md5Of, partCountOf } from './etag';

const md5 = 'd41d8cd98f00b204e9800998ecf8427e';

describe('ETags', () => {
  it.each([
    [md5, md5, null],
    [`${md5}-1`, null, 1],
    [`${md5}-10000`, null, 10_000],
    [`${md5}-0`, null, null],
    ['an-engine-of-its-own', null, null],
    ['', null, null],
  ])('%s is the MD5 %s or of %s parts', (etag, plain, parts) => {
    expect(md5Of(etag)).toBe(plain);
    expect(partCountOf(etag)).toBe(parts);
  });

  it('of parts is the MD5 of their MD5s, as S3 makes it', () => {
    expect(compositeEtag([md5, md5])).toBe('5873dd45edd01f09c1ef2e7819369e8e-2');
  });

  it('tell two objects apart only where both mean the same', () => {
    const stored = (etag: string, sizeBytes = 5) => ({ etag, sizeBytes });
    expect(isSameContent(stored(md5), stored(md5))).toBe(true);
    expect(isSameContent(stored(md5), stored(md5, 6))).toBe(false);
    expect(isSameContent(stored(md5), stored(md5.replace('d', 'e')))).toBe(false);
    expect(areComparable(md5, `${md5}-2`)).toBe(false);
    expect(isSameContent(stored(md5), stored(`${md5}-2`))).toBe(true);
    expect(isSameContent(stored(md5), stored('of another form'))).toBe(true);
  });
});
