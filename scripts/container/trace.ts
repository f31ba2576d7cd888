import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

type Trace = (
  entries: string[],
  options: { base: string; processCwd: string; ignore: (file: string) => boolean },
) => Promise<{ fileList: Set<string> }>;

/** The tracer that Next itself makes `output: 'standalone'` with; not named in its exports. */
const { nodeFileTrace } = createRequire(import.meta.url)('next/dist/compiled/@vercel/nft') as {
  nodeFileTrace: Trace;
};

/** What a server in production never loads: compilers, and Next and React for development. */
const ignored = [
  /(^|\/)(@next\/swc-[^/]+|next\/dist\/docs|next\/node_modules\/postcss|caniuse-lite)\//,
  /next\/dist\/compiled\/(webpack|babel|babel-packages|next-devtools|@next\/font|(postcss|cssnano)[^/]*|@vercel\/nft)\//,
  /\.(dev|development)\.js$/,
];
/** Next has traced these and all that they require; they are large: reading them again takes longer than all others. */
const bundles = /(^|\/)(next\/dist\/compiled|react-dom)\//;

/** Files below root that Next's server loads when script starts it, by reading what they import; besides the known ones. */
export async function tracedFiles(
  root: string,
  { script, known }: { script: string; known: Set<string> },
): Promise<string[]> {
  const ignore = (file: string) =>
    (known.has(file) && bundles.test(file)) || ignored.some((pattern) => pattern.test(file));
  const { fileList } = await nodeFileTrace([path.join(root, script)], {
    base: root,
    processCwd: root,
    ignore,
  });
  return [...fileList];
}

/** Files below root that the build's pages and routes load: Next has written that beside each of them. */
export function builtFiles(root: string, distDir: string): string[] {
  const dist = path.join(root, distDir);
  const lists = readdirSync(dist, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.nft.json') && !file.startsWith('cache/'),
  );
  return lists.flatMap((list) => {
    const at = path.join(dist, list);
    const { files } = JSON.parse(readFileSync(at, 'utf8')) as { files: string[] };
    return files.map((file) => path.relative(root, path.resolve(path.dirname(at), file)));
  });
}
