import type { TestProject } from 'vitest/node';
import { startTestServices, type TestServices } from './services';

declare module 'vitest' {
  export interface ProvidedContext {
    services: TestServices;
  }
}

/** Runs once for all integration tests; vitest calls the returned function at the end. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { services, stop } = await startTestServices();
  project.provide('services', services);
  return stop;
}
