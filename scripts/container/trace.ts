import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

type Trace = (
  entries: string[],
  options: { base: string; processCwd: string; ignore: string[] },
) => Promise<{ fileList: Set<string> }>;

/** The tracer that Next itself makes `output: 'standalone'` with; not named in its exports. */
const { nodeFileTrace } = createRequire(import.meta.url)('next/dist/compiled/@vercel/nft') as {
  nodeFileTrace: Trace;
};

/** What a server in production never loads: compilers, and Next for development. */
const ignored = [
  '**/@next/swc-*/**',
  '**/next/dist/docs/**',
  '**/babel-plugin-react-compiler/**',
  '**/*.dev.js',
];

/** Files below root that Next's server loads when script starts it, by reading what they import. */
export async function tracedFiles(root: string, script: string): Promise<string[]> {
  const entry = path.join(root, script);
  const { fileList } = await nodeFileTrace([entry], { base: root, processCwd: root, ignore: ignored });
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
