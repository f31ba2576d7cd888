import { randomUUID } from 'node:crypto';
import { inject } from 'vitest';
import { createDatabase } from './database';

const { storage } = inject('services');

/** Runs before each integration test file: an own database, an own prefix in the bucket and the environment the app's modules read. */
Object.assign(process.env, {
  DATABASE_URL: await createDatabase(),
  SLUICE_SECRET: 'a secret for tests only, 32 characters',
  SLUICE_URL: 'http://localhost:3000',
  SLUICE_LOG_LEVEL: 'silent',
  S3_ENDPOINT: storage.endpoint,
  S3_BUCKET: 'sluice',
  S3_PREFIX: `test-${randomUUID()}/`,
  S3_EMBEDDED: 'true',
  AWS_ACCESS_KEY_ID: storage.accessKeyId,
  AWS_SECRET_ACCESS_KEY: storage.secretAccessKey,
});
