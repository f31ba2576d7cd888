import { createDatabase } from './database';

/** Runs before each integration test file: an own database and the environment the app's modules read. */
Object.assign(process.env, {
  DATABASE_URL: await createDatabase(),
  SLUICE_SECRET: 'a secret for tests only, 32 characters',
  SLUICE_URL: 'http://localhost:3000',
  SLUICE_LOG_LEVEL: 'silent',
});
