import { describe, expect, it } from 'vitest';
import { toStorageError } from '@/lib/storage/errors';
import { describeFailure } from './describe-failure';
import { PlainError } from './plain-error';

const databaseUrl = 'postgresql://sluice:very-secret@db.example:5432/files';
const failing = (fields: object) =>
  describeFailure(Object.assign(new Error('low level'), fields), { databaseUrl });

describe('describeFailure', () => {
  it.each([
    ['ECONNREFUSED', 'No database answers at db.example:5432'],
    ['ENOTFOUND', 'host db.example:5432 is not known'],
    ['28P01', 'refuses user sluice'],
    ['3D000', 'CREATE DATABASE "files"'],
  ])('says what to do about %s, in one line and without the password', (code, expected) => {
    const sentence = failing({ code });
    expect(sentence).toContain(expected);
    expect(sentence).not.toContain('\n');
    expect(sentence).not.toContain('very-secret');
  });

  it('finds the reason inside an adapter’s error', () => {
    expect(failing({ code: 'P1001', cause: { cause: { originalCode: '28P01' } } })).toContain('refuses user');
    expect(failing({ errors: [{ code: 'ECONNREFUSED' }] })).toContain('No database answers');
  });

  it('says what to do about storage', () => {
    const error = toStorageError('HeadBucket', { name: 'NoSuchBucket', message: 'no' });
    expect(describeFailure(error, { databaseUrl })).toContain('create it, or correct S3_BUCKET');
  });

  it('keeps sentences as they are and stacks of what nobody expected', () => {
    expect(describeFailure(new PlainError('Do this.'), { databaseUrl })).toBe('Do this.');
    expect(describeFailure(new TypeError('x is not a function'), { databaseUrl })).toContain('at ');
  });
});
