import { fork } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { takeLock } from './lock';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(path.join(os.tmpdir(), 'sluice-lock-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));
const file = () => path.join(dir, 'lock.json');

describe('takeLock', () => {
  it('keeps process and address in a file that goes with it', () => {
    const lock = takeLock(dir);
    lock.setUrl('http://localhost:3000');
    expect(JSON.parse(readFileSync(file(), 'utf8'))).toEqual({
      pid: process.pid,
      url: 'http://localhost:3000',
    });
    expect(statSync(file()).mode & 0o777).toBe(0o600);
    lock.release();
    expect(existsSync(file())).toBe(false);
  });

  it('names the address of the Sluice that runs already', async () => {
    const other = fork(path.join(import.meta.dirname, 'fixtures', 'service.mjs'), ['ipc']);
    await new Promise((resolve) => other.once('message', resolve));
    writeFileSync(file(), JSON.stringify({ pid: other.pid, url: 'http://localhost:3000' }));
    expect(() => takeLock(dir)).toThrow(
      `Sluice is already running here at http://localhost:3000 (process ${other.pid}).`,
    );
    other.kill('SIGKILL');
    await new Promise((resolve) => other.once('exit', resolve));
    takeLock(dir).release();
  });

  it('takes over the lock of a number that now belongs to another program', () => {
    writeFileSync(file(), JSON.stringify({ pid: 1 }));
    takeLock(dir).release();
  });

  it('takes over a lock that was cut short', () => {
    writeFileSync(file(), '{"pi');
    takeLock(dir).release();
  });
});
