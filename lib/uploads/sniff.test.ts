import { describe, expect, it } from 'vitest';
import { sniff } from './sniff';

const png = Buffer.from('89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489', 'hex');
const jpeg = Buffer.from('ffd8ffe000104a46494600010100000100010000', 'hex');
const zip = Buffer.from('504b0304140000000000000000000000000000000000', 'hex');
const program = Buffer.concat([Buffer.from('7f454c46020101000000000000000000', 'hex'), Buffer.alloc(64)]);
const page = Buffer.from('<!doctype html><script>alert(1)</script>');

describe('sniff', () => {
  it('believes bytes that are what the name says', async () => {
    expect(await sniff({ firstBytes: png, name: 'a.png', declared: 'image/png' })).toEqual({
      matches: true,
      mime: 'image/png',
    });
  });
  it.each([
    ['a page called photo.png', page, 'photo.png', 'image/png'],
    ['a program called notes.txt', program, 'notes.txt', 'text/plain'],
    ['a JPEG called plan.pdf', jpeg, 'plan.pdf', 'application/pdf'],
    ['a PNG called song.mp4', png, 'song.mp4', 'video/mp4'],
    ['text called archive.zip', page, 'archive.zip', 'application/zip'],
  ])('refuses %s', async (_what, firstBytes, name, declared) => {
    expect((await sniff({ firstBytes, name, declared })).matches).toBe(false);
  });
  it('keeps the more specific name of a container', async () => {
    const type = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
    expect(await sniff({ firstBytes: zip, name: 'a.docx', declared: type })).toEqual({
      matches: true,
      mime: type,
    });
  });
  it('takes the type from the bytes where the name says nothing', async () => {
    expect(await sniff({ firstBytes: jpeg, name: 'scan', declared: 'application/octet-stream' })).toEqual({
      matches: true,
      mime: 'image/jpeg',
    });
  });
  it('lets an empty file be', async () => {
    expect((await sniff({ firstBytes: Buffer.alloc(0), name: 'a.png', declared: 'image/png' })).matches).toBe(
      true,
    );
  });
  it('does not serve binary as text', async () => {
    expect(
      await sniff({ firstBytes: Buffer.from([1, 0, 2, 0]), name: 'a.csv', declared: 'text/csv' }),
    ).toEqual({ matches: true, mime: 'application/octet-stream' });
  });
});
