import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { programs } from './programs';

const dockerfile = readFileSync('Dockerfile', 'utf8');
const compose = readFileSync('compose.yaml', 'utf8');
const ignored = readFileSync('.dockerignore', 'utf8').split('\n');
const instructions = dockerfile
  .replace(/\\\n\s*/g, '')
  .split('\n')
  .filter((line) => /^[A-Z]+ /.test(line));
const stages = dockerfile.split(/^FROM /m).slice(1);

/** What the files say; e2e/container.spec.ts starts what the image holds. No engine has built it yet. */
describe('the Dockerfile', () => {
  it('copies only what is here, from stages that exist', () => {
    const names = stages.map((stage) => / AS (\w+)/.exec(stage)?.[1]);
    for (const line of instructions.filter((text) => text.startsWith('COPY '))) {
      const from = /--from=(\w+)/.exec(line)?.[1];
      const sources = line
        .split(' ')
        .slice(1, -1)
        .filter((word) => !word.startsWith('--'));
      if (from) expect(names).toContain(from);
      else for (const source of sources) expect(existsSync(source), source).toBe(true);
    }
  });

  it('runs the last stage as somebody without rights, by a program that exists', () => {
    const last = stages.at(-1) ?? '';
    expect(/^USER (\w+)$/m.exec(last)?.[1]).toBe('node');
    expect(last.indexOf('USER node')).toBeLessThan(last.indexOf('\nCMD'));
    const command = JSON.parse(/^CMD (\[.*\])$/m.exec(last)?.[1] ?? '[]') as string[];
    const [program = ''] = command.filter((word) => /^(scripts|lib)\//.test(word));
    expect(existsSync(program), program).toBe(true);
  });

  it('puts into the last stage only what scripts/container made, and each program of it exists', () => {
    const last = stages.at(-1) ?? '';
    const copies = last.split('\n').filter((line) => line.startsWith('COPY '));
    expect(copies).toEqual([expect.stringMatching(/--from=build .*\/image \/app$/)]);
    expect(dockerfile).toContain('scripts/container/main.ts /image');
    for (const program of programs) expect(existsSync(program), program).toBe(true);
  });

  it('holds no secret', () => {
    expect(dockerfile).not.toMatch(/(SECRET|PASSWORD|TOKEN|ACCESS_KEY)\w*[= ]/);
  });
});

describe('.dockerignore', () => {
  it('keeps data, secrets and what the build makes itself out of the image', () => {
    for (const entry of ['.data', '.env', '.git', 'node_modules', '.next']) expect(ignored).toContain(entry);
  });
});

describe('compose.yaml', () => {
  it('has app, worker, database and store, and leaves the jobs to the worker', () => {
    for (const service of ['app', 'worker', 'database', 'store'])
      expect(compose).toMatch(new RegExp(`^  ${service}:$`, 'm'));
    expect(compose).toContain('SLUICE_WORKER: none');
  });

  it('asks for every secret and refuses to start without', () => {
    const secrets = compose.matchAll(/^\s+(\w*(?:PASSWORD|SECRET|ACCESS_KEY\w*|BUCKET_KEYS)): (.+)$/gm);
    const values = [...secrets].map(([, name, value]) => [name, value] as const);
    expect(values.length).toBeGreaterThan(4);
    for (const [name, value] of values) expect(value, name).toMatch(/^(\$\{\w+:\?[^}]+\}:?)+$/);
  });

  it('opens ports on this machine only', () => {
    const ports = [...compose.matchAll(/ports: \[(.+)\]/g)].map(([, port]) => port);
    expect(ports.length).toBeGreaterThan(0);
    for (const port of ports) expect(port).toMatch(/^'127\.0\.0\.1:/);
  });

  it('runs programs that exist', () => {
    const programs = [...compose.matchAll(/\b(?:scripts|lib)\/[\w/.-]+\.ts\b/g)].map(([file]) => file);
    expect(programs.length).toBeGreaterThan(1);
    for (const program of programs) expect(existsSync(program), program).toBe(true);
  });
});
