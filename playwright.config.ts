import { existsSync } from 'node:fs';
import { defineConfig } from '@playwright/test';

const systemBrowsers = [
  process.env.CHROMIUM_PATH,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome-stable',
];
const executablePath = systemBrowsers.find((path) => path && existsSync(path));
const isRoot = process.getuid?.() === 0;
const quiet = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-default-apps',
];

const onCluster = Boolean(process.env.SLUICE_E2E_CLUSTER);
/** Their tests need a cluster (e2e/support/cluster-test.ts), which each worker starts for itself. */
const clusterFiles = /\/(admin|resume|rolling|shares-cluster|upload-race|weather|weather-support)\.spec\.ts$/;

/** One real `npm start` for all tests (e2e/support/global-setup.ts); each test makes its own person. */
export default defineConfig({
  testDir: 'e2e',
  globalSetup: './e2e/support/global-setup.ts',
  outputDir: '.test/playwright',
  timeout: 180_000,
  expect: { timeout: 30_000 },
  workers: 2,
  // A busy machine may upset a race that is made on purpose. npm test names each second try, to be mended.
  retries: process.env.CI ? 1 : 0,
  forbidOnly: true,
  use: {
    viewport: { width: 1440, height: 900 },
    // Recording keeps the processor busy: where a failed test is tried again, only that try is recorded.
    trace: process.env.CI ? 'on-first-retry' : 'retain-on-failure',
    launchOptions: {
      ...(executablePath ? { executablePath } : {}),
      // Without a locale Chromium saves every name that is not ASCII as "download".
      env: { ...process.env, LANG: process.env.LANG ?? 'C.UTF-8' },
      args: [...(isRoot ? ['--no-sandbox'] : []), ...quiet],
    },
  },
  projects: [
    // On a cluster (SLUICE_E2E_CLUSTER) the environment has made the admin.
    ...(onCluster ? [] : [{ name: 'set-up', testMatch: 'set-up.spec.ts' }]),
    // First, for it takes longest: one worker, so that one cluster is enough.
    { name: 'cluster', testMatch: clusterFiles, workers: 1, dependencies: onCluster ? [] : ['set-up'] },
    {
      name: 'main',
      testIgnore: ['set-up.spec.ts', '**/*.long.spec.ts', clusterFiles],
      dependencies: onCluster ? [] : ['set-up'],
    },
    // Measurements and races of many rounds: npm run test:long.
    ...(process.env.SLUICE_LONG
      ? [
          {
            name: 'long',
            testMatch: ['**/*.long.spec.ts', 'admin.spec.ts'],
            dependencies: ['set-up'],
          },
        ]
      : []),
  ],
});
