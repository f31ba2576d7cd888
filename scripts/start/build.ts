import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { PlainError } from '../plain-error';

/** All that the production build is made of. */
const SOURCES = [
  ...[
    'app',
    'components',
    'lib',
    'public',
    'prisma/schema.prisma',
    'package.json',
    'package-lock.json',
    'tsconfig.json',
  ],
  ...['next.config.ts', 'postcss.config.mjs', 'proxy.ts', 'instrumentation.ts'],
];
const IGNORED = /[.]test[.]tsx?$/;
const STAMP = 'sluice-sources';

/** Generates the Prisma client in root unless it belongs to the present schema. */
export function ensureClient(root: string): void {
  const sources = ['prisma/schema.prisma', 'package-lock.json'];
  whenChanged({ root, sources, output: 'lib/generated/prisma' }, () => {
    console.log('Generating the database client …');
    // The engine is never run here, but the command line insists that one exists (and would download it).
    runNpx(root, ['prisma', 'generate'], { PRISMA_SCHEMA_ENGINE_BINARY: process.execPath }, true);
  });
}

/** Builds the app in root into distDir unless the build there was made of the present sources. */
export function ensureBuild(root: string, distDir: string): void {
  whenChanged({ root, sources: SOURCES, output: distDir }, () => {
    console.log('Building the app; this takes a minute, once per version …');
    runNpx(root, ['next', 'build'], {
      SLUICE_DIST_DIR: distDir,
      NODE_ENV: 'production',
      NEXT_TELEMETRY_DISABLED: '1',
    });
  });
}

/** Runs make unless output bears the stamp of these sources; the stamp is written last, so that a broken run repeats. */
export function whenChanged(
  { root, sources, output }: { root: string; sources: string[]; output: string },
  make: () => void,
): boolean {
  const hash = hashSources(root, sources);
  const stamp = path.join(root, output, STAMP);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return false;
  rmSync(stamp, { force: true });
  make();
  mkdirSync(path.dirname(stamp), { recursive: true });
  writeFileSync(stamp, hash);
  return true;
}

/** SHA-256 over names and contents, so that neither a checkout nor a copy with new times causes a build. */
function hashSources(root: string, sources: string[]): string {
  const hash = createHash('sha256');
  for (const file of sources.flatMap((source) => listFiles(root, source)).sort()) {
    hash
      .update(`${file}\0`)
      .update(readFileSync(path.join(root, file)))
      .update('\0');
  }
  return hash.digest('hex');
}

function listFiles(root: string, source: string): string[] {
  const full = path.join(root, source);
  if (!existsSync(full)) return [];
  if (path.extname(source) !== '') return [source];
  return readdirSync(full, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !IGNORED.test(entry.name))
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)))
    .filter((file) => !file.startsWith(path.join('lib', 'generated')));
}

function runNpx(root: string, args: string[], env: Record<string, string>, isQuiet = false): void {
  const result = spawnSync('npx', ['--no-install', ...args], {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: isQuiet ? 'pipe' : ['ignore', 'inherit', 'inherit'],
    shell: process.platform === 'win32',
  });
  if (result.status === 0) return;
  if (isQuiet) console.error(`${result.stdout}${result.stderr}`);
  if (result.signal === 'SIGINT' || result.status === 130) throw new PlainError('Stopped.');
  throw new PlainError(`"${args.join(' ')}" failed; what it said is above.`);
}
