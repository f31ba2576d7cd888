import { cpSync, existsSync, lstatSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describeError, PlainError } from '../plain-error';
import { importedPackages, withDependencies } from './packages';
import { programs } from './programs';
import { builtFiles, tracedFiles } from './trace';

/** Read by a start: the programs themselves, and all that says whether the build is of these sources. */
const sources = [
  ...['app', 'components', 'lib', 'prisma', 'public', 'scripts'],
  ...['instrumentation.ts', 'next.config.ts', 'postcss.config.mjs', 'proxy.ts'],
  ...['package.json', 'package-lock.json', 'tsconfig.json', 'LICENSE'],
];
/** Traced by Next file by file; as whole packages they are most of what a build needs and a server does not. */
const traced = new Set(['next', 'react', 'react-dom']);
const unused = /\.(map|d\.[cm]?ts)$/;
const tests = /\.(test|spec)\.tsx?$/;

const root = path.dirname(path.dirname(import.meta.dirname));

/** `tsx scripts/container/main.ts TARGET`: what a container needs of a built checkout, and nothing else. */
async function main([target, ...rest]: string[]): Promise<void> {
  const distDir = process.env.SLUICE_DIST_DIR ?? '.next';
  if (!target || rest.length > 0) throw new PlainError('Usage: tsx scripts/container/main.ts TARGET');
  const to = path.resolve(target);
  if (existsSync(to)) throw new PlainError(`${to} is already there; nothing was changed.`);
  if (!existsSync(path.join(root, distDir, 'BUILD_ID'))) throw new PlainError('Run npm run build first.');
  mkdirSync(to, { recursive: true });
  const copy = (file: string) => copyTo(to, file);

  for (const source of sources) copy(source);
  copy(distDir);
  const names = (await importedPackages(root, programs)).filter((name) => !traced.has(name));
  for (const place of withDependencies(root, [...names, 'tsx'])) copy(place);
  const known = new Set(builtFiles(root, distDir));
  const others = await tracedFiles(root, { script: 'scripts/start/app.mjs', known });
  for (const file of [...known, ...others]) if (file.startsWith('node_modules/')) copy(file);
  writeSettings(to, distDir);
}

function copyTo(to: string, file: string): void {
  const from = path.join(root, file);
  // A package that is left out on this system, or a folder that a tracer names for its files.
  if (!existsSync(from) || (file.includes('node_modules/') && traced.has(file.slice('node_modules/'.length))))
    return;
  cpSync(from, path.join(to, file), {
    recursive: true,
    verbatimSymlinks: true,
    filter: (source) => isNeeded(path.relative(root, source)),
  });
}

function isNeeded(file: string): boolean {
  if (/^[.]next[^/]*\/(cache|trace|diagnostics|types)(\/|$)/.test(file)) return false;
  if (file.startsWith('node_modules/') || file.startsWith('.next')) {
    return !unused.test(file) || lstatSync(path.join(root, file)).isDirectory();
  }
  return !tests.test(file);
}

/** What the build made of next.config.ts; see scripts/start/app.mjs. */
function writeSettings(to: string, distDir: string): void {
  const { config } = JSON.parse(readFileSync(path.join(root, distDir, 'required-server-files.json'), 'utf8'));
  writeFileSync(path.join(to, 'next.settings.json'), JSON.stringify(config));
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  console.error(describeError(error));
  process.exitCode = 1;
}
