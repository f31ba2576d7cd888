import { readFileSync } from 'node:fs';
import path from 'node:path';
import { runInNewContext } from 'node:vm';
import { gzipSync } from 'node:zlib';
import { expect, test } from '@playwright/test';

const build = process.env.SLUICE_DIST_DIR ?? '.next-test';
const read = (file: string) => readFileSync(path.join(build, file));

type Manifest = { entryJSFiles: Record<string, string[]> };

/** Every script that Next loads with a page, as its manifests name them; without the polyfills of old browsers. */
function scriptsOf(page: string): string[] {
  const { rootMainFiles } = JSON.parse(read('build-manifest.json').toString()) as { rootMainFiles: string[] };
  const scope: { __RSC_MANIFEST?: Record<string, Manifest> } = {};
  const source = read(`server/app/${page}/page_client-reference-manifest.js`).toString();
  runInNewContext(source, Object.assign(scope, { globalThis: scope }));
  const [manifest] = Object.values(scope.__RSC_MANIFEST ?? {});
  if (!manifest) throw new Error(`No manifest of ${page}`);
  return [...new Set([...rootMainFiles, ...Object.values(manifest.entryJSFiles).flat()])];
}

const bytesOf = (page: string) =>
  scriptsOf(page).reduce((sum, file) => sum + gzipSync(read(file), { level: 9 }).length, 0);

test('the gallery loads little more script than a page that only has words', () => {
  const [gallery, words] = [bytesOf('(app)'), bytesOf('docs/errors')];
  test.info().annotations.push({ type: 'gzip', description: `${gallery} and ${words} bytes` });
  expect(gallery / words).toBeLessThanOrEqual(1.35);
});
