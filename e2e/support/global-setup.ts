import { randomBytes } from 'node:crypto';
import { startCluster } from './cluster';
import { databaseUrlOf } from './parts';
import { startStack } from './stack';
import { startWorkerProcess } from './worker-process';

/** Starts the one Sluice that the tests share; Playwright calls the returned function at the end. */
export default async function globalSetup(): Promise<() => Promise<void>> {
  if (process.env.SLUICE_E2E_CLUSTER) return setUpCluster();
  const stack = await startStack();
  process.env.SLUICE_E2E_URL = stack.url;
  process.env.SLUICE_E2E_DATABASE_URL = databaseUrlOf(stack);
  process.env.SLUICE_E2E_CODE = stack.setupCode ?? '';
  process.env.SLUICE_E2E_PASSWORD = randomBytes(12).toString('base64url');
  return stack.stop;
}

/** SLUICE_E2E_CLUSTER=true: two servers behind a proxy and a worker of its own, with the admin made already. */
async function setUpCluster(): Promise<() => Promise<void>> {
  const cluster = await startCluster({ env: { SLUICE_WORKER: 'none' } });
  const worker = await startWorkerProcess(cluster.env);
  process.env.SLUICE_E2E_URL = cluster.url;
  process.env.SLUICE_E2E_PASSWORD = cluster.site.password;
  process.env.SLUICE_E2E_DATABASE_URL = cluster.databaseUrl;
  return async () => {
    await worker.stop();
    await cluster.stop();
  };
}
