import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

/**
 * Runs `npm ci` in root unless node_modules already holds what package-lock.json asks for. npm's own record
 * (node_modules/.package-lock.json) is the witness, so an installation made by hand counts. Exits with one sentence.
 */
export function ensureDependencies(root) {
  const problem = findMissing(root);
  if (!problem) return;
  console.log(`Installing dependencies (${problem}); this takes a minute or two …`);
  // A global NODE_ENV=production must not leave out what builds and checks need.
  // Warnings, such as of a measured peer that asks for a later Node, are for us: they say nothing a newcomer could mend.
  const quiet = ['--loglevel=error', '--no-audit', '--no-fund'];
  const result = spawnSync('npm', ['ci', '--include=dev', '--include=optional', ...quiet], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: process.platform === 'win32',
  });
  if (result.status === 0) return;
  console.error(`The dependencies could not be installed: "npm ci" failed${reasonOf(result)}.`);
  process.exit(1);
}

/** Why node_modules does not match the lockfile, in words; null when it does. */
export function findMissing(root) {
  const wanted = readPackages(path.join(root, 'package-lock.json'));
  if (!wanted) return null;
  const installed = readPackages(path.join(root, 'node_modules', '.package-lock.json'));
  if (!installed) return 'none are here yet';
  const changed = Object.entries(wanted).some(
    ([place, entry]) =>
      place !== '' &&
      !entry.optional &&
      !entry.devOptional &&
      !entry.link &&
      installed[place]?.version !== entry.version,
  );
  return changed ? 'the lockfile changed' : null;
}

function readPackages(file) {
  if (!existsSync(file)) return null;
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages ?? null;
  } catch {
    // Cut short by an interrupted installation: as good as missing.
    return null;
  }
}

function reasonOf({ error, signal }) {
  if (error) return ` (${error.message})`;
  return signal ? ` (${signal})` : '';
}
