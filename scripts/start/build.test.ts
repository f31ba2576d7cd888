import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { whenChanged } from './build';

let root: string;
let runs: number;
beforeEach(() => {
  root = mkdtempSync(path.join(os.tmpdir(), 'sluice-build-'));
  runs = 0;
  write('app/page.tsx', 'one');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(file: string, text: string): void {
  mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
  writeFileSync(path.join(root, file), text);
}
const build = (make = () => Promise.resolve()) =>
  whenChanged({ root, sources: ['app', 'package.json'], output: '.next' }, () => {
    runs += 1;
    return make();
  });

describe('whenChanged', () => {
  it('builds once, and again when a source changes, comes or goes', async () => {
    await build();
    await build();
    expect(runs).toBe(1);
    write('app/page.tsx', 'two');
    await build();
    write('package.json', '{}');
    await build();
    rmSync(path.join(root, 'package.json'));
    await build();
    expect(runs).toBe(4);
  });

  it('does not build for new times or changed tests', async () => {
    await build();
    utimesSync(path.join(root, 'app/page.tsx'), 1, 1);
    write('app/page.test.ts', 'test');
    await build();
    expect(runs).toBe(1);
  });

  it('builds again after a build that failed, even when the sources are the old ones again', async () => {
    await build();
    write('app/page.tsx', 'broken');
    await expect(build(() => Promise.reject(new Error('failed')))).rejects.toThrow('failed');
    write('app/page.tsx', 'one');
    await build();
    expect(runs).toBe(3);
  });
});
