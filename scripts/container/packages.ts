import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';

/** Packages that the entries import, themselves or by what they import, as the program loads them. */
export async function importedPackages(root: string, entries: string[]): Promise<string[]> {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: entries,
    outdir: 'unused',
    bundle: true,
    write: false,
    metafile: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    conditions: ['react-server'],
    logLevel: 'error',
  });
  const imports = Object.values(metafile.outputs).flatMap((output) => output.imports);
  const names = imports
    .filter(({ path: name, external }) => external && !name.startsWith('node:'))
    .map(({ path: name }) => name.split('/', name.startsWith('@') ? 2 : 1).join('/'));
  return [...new Set(names)].sort();
}

type Entry = {
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
  peerDependenciesMeta?: Record<string, { optional?: boolean }>;
};

/** Folders of the packages and of all they need, below root; what is optional and not installed is left out. */
export function withDependencies(root: string, names: string[]): string[] {
  const lockfile = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8'));
  const packages = lockfile.packages as Record<string, Entry>;
  const found = new Set<string>();
  const add = (name: string, from: string) => {
    const place = placeOf(packages, name, from);
    if (!place || found.has(place) || !existsSync(path.join(root, place))) return;
    found.add(place);
    const { dependencies, optionalDependencies, peerDependencies, peerDependenciesMeta } =
      packages[place] ?? {};
    for (const needed of Object.keys({ ...dependencies, ...optionalDependencies })) add(needed, place);
    for (const peer of Object.keys(peerDependencies ?? {}))
      if (!peerDependenciesMeta?.[peer]?.optional) add(peer, place);
  };
  for (const name of names) add(name, '');
  return [...found].sort();
}

/** Where Node finds name for a package at from: in its own node_modules, or in those above. */
function placeOf(packages: Record<string, Entry>, name: string, from: string): string | null {
  let at = from;
  for (;;) {
    const place = at ? `${at}/node_modules/${name}` : `node_modules/${name}`;
    if (packages[place]) return place;
    if (!at) return null;
    const above = at.lastIndexOf('/node_modules/');
    at = above === -1 ? '' : at.slice(0, above);
  }
}
