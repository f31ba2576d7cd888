import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { paths, type RouteName } from '@/lib/contracts/paths';
import { splitPath } from '@/lib/contracts/routes';

const fileOf = (urlPath: string) => `app${urlPath.replace(/\{(\w+)\}/g, '[$1]')}/route.ts`;

describe('the routes table', () => {
  it('names only calls that a route file answers', () => {
    const missing = (Object.keys(paths) as RouteName[]).filter((name) => {
      const { method, path: urlPath } = splitPath(name);
      const file = fileOf(urlPath);
      return !existsSync(file) || !new RegExp(`\\b${method}\\b`).test(readFileSync(file, 'utf8'));
    });
    expect(missing).toEqual([]);
  });

  it('names every route file', () => {
    const known = new Set((Object.keys(paths) as RouteName[]).map((name) => fileOf(splitPath(name).path)));
    const files = readdirSync('app/api', { recursive: true, encoding: 'utf8' })
      .filter((file) => path.basename(file) === 'route.ts')
      .map((file) => path.posix.join('app/api', file))
      .filter((file) => !file.includes('[...'));
    expect(files.filter((file) => !known.has(file))).toEqual([]);
  });
});
