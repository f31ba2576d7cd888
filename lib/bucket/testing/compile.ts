import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../../..', import.meta.url));
let compiled: Promise<{ cli: string; folder: string }> | undefined;

/**
 * The CLI as plain JavaScript, compiled once for this process. Starting it takes a quarter of what the TypeScript
 * loader takes, and tests that kill it start it many times.
 */
export async function compiledCli(): Promise<string> {
  compiled ??= compile();
  return (await compiled).cli;
}

/** Removes what compiledCli() made. */
export async function removeCompiled(): Promise<void> {
  if (!compiled) return;
  const { folder } = await compiled;
  compiled = undefined;
  await rm(folder, { recursive: true, force: true });
}

async function compile() {
  await mkdir(join(root, '.test'), { recursive: true });
  const folder = await mkdtemp(join(root, '.test', 'bucket-')); // inside the project, so that packages are found
  const compiler = join(
    dirname(createRequire(import.meta.url).resolve('typescript/package.json')),
    'bin/tsc',
  );
  const settings = [
    '--module',
    'commonjs',
    '--moduleResolution',
    'bundler',
    '--target',
    'es2023',
    '--lib',
    'es2023',
  ];
  const flags = [
    ...settings,
    '--skipLibCheck',
    '--esModuleInterop',
    '--noCheck',
    '--types',
    'node',
    '--ignoreConfig',
  ];
  await run(process.execPath, [compiler, ...flags, '--outDir', folder, 'lib/bucket/cli.ts'], { cwd: root });
  await writeFile(join(folder, 'package.json'), '{"type":"commonjs"}');
  return { cli: join(folder, 'cli.js'), folder };
}
