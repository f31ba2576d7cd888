import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findMissing } from './dependencies.mjs';
import { isEnough } from './node-version.mjs';

let root: string;
beforeEach(() => {
  root = mkdtempSync(path.join(os.tmpdir(), 'sluice-dependencies-'));
  mkdirSync(path.join(root, 'node_modules'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const lock = (file: string, packages: object) =>
  writeFileSync(path.join(root, file), JSON.stringify({ packages }));
const wanted = {
  '': { version: '0.1.0' },
  'node_modules/a': { version: '1.0.0' },
  'node_modules/only-on-mac': { version: '1.0.0', optional: true },
};

describe('findMissing', () => {
  it('is content with an installation of the same versions, other platforms left out', () => {
    lock('package-lock.json', wanted);
    lock('node_modules/.package-lock.json', { 'node_modules/a': { version: '1.0.0' } });
    expect(findMissing(root)).toBeNull();
  });

  it('asks for an installation when there is none, or one that was cut short', () => {
    lock('package-lock.json', wanted);
    expect(findMissing(root)).toBe('none are here yet');
    writeFileSync(path.join(root, 'node_modules/.package-lock.json'), '{"packa');
    expect(findMissing(root)).toBe('none are here yet');
  });

  it('asks for one when the lockfile changed', () => {
    lock('package-lock.json', wanted);
    lock('node_modules/.package-lock.json', { 'node_modules/a': { version: '0.9.0' } });
    expect(findMissing(root)).toBe('the lockfile changed');
  });
});

describe('isEnough', () => {
  it.each([
    ['20.19.0', true],
    ['20.18.3', false],
    ['18.20.0', false],
    ['22.0.0', true],
    ['24.1.0', true],
  ])('Node.js %s: %s', (version, expected) => {
    expect(isEnough(version)).toBe(expected);
  });
});
