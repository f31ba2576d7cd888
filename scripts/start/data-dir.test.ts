import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { prepareDataDir, requireRoom } from './data-dir';
import { readOrMakeSecrets } from './secrets';

let home: string;
beforeEach(() => {
  home = mkdtempSync(path.join(os.tmpdir(), 'sluice-data-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));
const modeOf = (file: string) => statSync(file).mode & 0o777;

describe('prepareDataDir', () => {
  it('closes the folder to others, also one that was open', () => {
    const dir = path.join(home, 'deep', '.data');
    mkdirSync(dir, { recursive: true });
    chmodSync(dir, 0o755);
    prepareDataDir(dir);
    expect(modeOf(dir)).toBe(0o700);
  });

  it('says in one sentence that the place is no folder', () => {
    writeFileSync(path.join(home, 'file'), '');
    expect(() => prepareDataDir(path.join(home, 'file', '.data'))).toThrow(
      /cannot write to .* it is not a folder/,
    );
  });

  it('says in one sentence that nothing can be made there', () => {
    expect(() => prepareDataDir('/proc/sluice/.data')).toThrow(/cannot write to/);
  });

  it('says in one sentence that the disk is full', () => {
    expect(() => requireRoom('/data', 12 * 1024 * 1024)).toThrow('12 MB are free and Sluice needs 200 MB');
    expect(() => requireRoom('/data', 10 ** 9)).not.toThrow();
  });
});

describe('readOrMakeSecrets', () => {
  it('makes secrets once, for their owner only', () => {
    const secrets = readOrMakeSecrets(home);
    expect(readOrMakeSecrets(home)).toEqual(secrets);
    expect(modeOf(path.join(home, 'secrets.json'))).toBe(0o600);
    expect(secrets.secret).not.toBe(readOrMakeSecrets(mkdtempSync(path.join(home, 'other-'))).secret);
  });

  it('never replaces secrets it cannot read', () => {
    writeFileSync(path.join(home, 'secrets.json'), '{"secret": "short"}');
    expect(() => readOrMakeSecrets(home)).toThrow(/secrets.json cannot be read; restore it/);
  });
});
