import { randomBytes } from 'node:crypto';
import { startStack } from './stack';

/** Starts the one Sluice that the tests share; Playwright calls the returned function at the end. */
export default async function globalSetup(): Promise<() => Promise<void>> {
  const stack = await startStack();
  process.env.SLUICE_E2E_URL = stack.url;
  process.env.SLUICE_E2E_CODE = stack.setupCode ?? '';
  process.env.SLUICE_E2E_PASSWORD = randomBytes(12).toString('base64url');
  return stack.stop;
}
