import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { PlainError } from '../plain-error';
import { sendSignal } from '../services/processes';
import { compressStatics } from './compress-statics';

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
  ...['scripts/front/compressed-copies.ts', 'scripts/start/compress-statics.ts'],
];
const IGNORED = /[.]test[.]tsx?$/;
const STAMP = 'sluice-sources';
const STOPPED = 'Stopped before it was ready.';

type Job = { root: string; say: (line: string) => void; signal?: AbortSignal };

/** Generates the Prisma client in root unless it belongs to the present schema. */
export async function ensureClient(job: Job): Promise<void> {
  const sources = ['prisma/schema.prisma', 'package-lock.json'];
  await whenChanged({ root: job.root, sources, output: 'lib/generated/prisma' }, () => {
    job.say('Generating the database client …');
    // The engine is never run here, but the command line insists that one exists (and would download it).
    const env = { PRISMA_SCHEMA_ENGINE_BINARY: process.execPath };
    return runTool(job, { script: 'node_modules/prisma/build/index.js', args: ['generate'], env });
  });
}

/** Builds the app in root into distDir unless the build there was made of the present sources. */
export async function ensureBuild(job: Job, distDir: string): Promise<void> {
  await whenChanged({ root: job.root, sources: SOURCES, output: distDir }, async () => {
    job.say('Building the app; this takes a minute, once per version …');
    const env = { SLUICE_DIST_DIR: distDir, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' };
    await runTool(job, {
      script: 'node_modules/next/dist/bin/next',
      args: ['build'],
      env,
      milestones: /^\s*✓ (.+)/,
    });
    job.say('  Compressing scripts and styles …');
    await compressStatics(path.join(job.root, distDir, 'static'), job.signal).catch((error: unknown) => {
      throw job.signal?.aborted ? new PlainError(STOPPED) : error;
    });
  });
}

/** Runs make unless output bears the stamp of these sources; the stamp is written last, so that a broken run repeats. */
export async function whenChanged(
  { root, sources, output }: { root: string; sources: string[]; output: string },
  make: () => void | Promise<void>,
): Promise<void> {
  const hash = hashSources(root, sources);
  const stamp = path.join(root, output, STAMP);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return;
  rmSync(stamp, { force: true });
  await make();
  mkdirSync(path.dirname(stamp), { recursive: true });
  writeFileSync(stamp, hash);
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

type Tool = { script: string; args: string[]; env: Record<string, string>; milestones?: RegExp };

/** Runs a tool of node_modules; shows its milestones while it works, and all it said when it fails. */
async function runTool({ root, say, signal }: Job, { script, args, env, milestones }: Tool): Promise<void> {
  const child = spawn(process.execPath, [script, ...args], {
    cwd: root,
    env: { ...process.env, ...env },
    // A group of its own, so that all its workers can be ended together.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const end = () => child.pid && sendSignal(-child.pid, 'SIGTERM');
  signal?.addEventListener('abort', end);
  const said: string[] = [];
  const listen = (stream: Readable) =>
    createInterface({ input: stream }).on('line', (line) => {
      said.push(line);
      const milestone = milestones?.exec(line)?.[1];
      if (milestone) say(`  ${milestone}`);
    });
  listen(child.stdout);
  listen(child.stderr);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('close', resolve);
    child.once('error', reject);
  });
  signal?.removeEventListener('abort', end);
  if (code === 0) return;
  if (signal?.aborted) throw new PlainError(STOPPED);
  console.error(said.join('\n'));
  throw new PlainError(`"${path.basename(script)} ${args.join(' ')}" failed; what it said is above.`);
}
