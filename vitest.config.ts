import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** `server-only` throws outside of React's server build; tests import server modules directly. */
const alias = {
  '@': fileURLToPath(new URL('.', import.meta.url)).replace(/\/$/, ''),
  'server-only': fileURLToPath(new URL('node_modules/server-only/empty.js', import.meta.url)),
};
const anywhere = '{app,components,lib,scripts,e2e}/**';
/** Uploader and bucket, against the clock, real sockets and killed processes: each file has a process of its own. */
const engines = ['lib/{bucket,uploader}/**/*.test.ts'];

/** Both have races on real servers: npm test names each second try, to be mended. */
const retry = process.env.CI ? 1 : 0;

/** Three projects: `unit` and `engines` need nothing, `integration` has a real PostgreSQL and a real bucket, started once. */
export default defineConfig({
  test: {
    // Most files wait for a database or a bucket: two at once also on two cores, where vitest would run one.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    projects: [
      {
        resolve: { alias },
        test: {
          name: 'unit',
          include: [`${anywhere}/*.test.{ts,tsx}`],
          exclude: ['**/*.integration.test.ts', '**/node_modules/**', ...engines],
          // They keep nothing outside themselves: the files of a worker share their modules, which are read once.
          isolate: false,
          testTimeout: 60_000,
          retry,
        },
      },
      {
        resolve: { alias },
        test: {
          name: 'engines',
          include: engines,
          exclude: ['**/*.integration.test.ts', '**/node_modules/**'],
          testTimeout: 60_000,
          retry,
        },
      },
      {
        resolve: { alias },
        test: {
          name: 'integration',
          include: [`${anywhere}/*.integration.test.ts`],
          exclude: ['**/node_modules/**'],
          globalSetup: ['scripts/testing/global-setup.ts'],
          setupFiles: ['scripts/testing/setup.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
          retry,
        },
      },
    ],
  },
});
