import { disconnect } from '@/lib/platform/db';
import { startTestServices } from '@/scripts/testing/services';
import { TEMPLATE } from '@/scripts/testing/template';

/** PostgreSQL and a bucket for the domain in this process and its children, named by the environment. */
export async function startServices(): Promise<{ databaseUrl: string; stop: () => Promise<void> }> {
  const { services, stop } = await startTestServices();
  const url = new URL(services.databaseUrl);
  url.pathname = `/${TEMPLATE}`;
  Object.assign(process.env, {
    DATABASE_URL: url.href,
    SLUICE_SECRET: 'a secret for this measurement only, 32 characters',
    SLUICE_LOG_LEVEL: 'silent',
    S3_ENDPOINT: services.storage.endpoint,
    S3_BUCKET: 'sluice',
    S3_EMBEDDED: 'true',
    AWS_ACCESS_KEY_ID: services.storage.accessKeyId,
    AWS_SECRET_ACCESS_KEY: services.storage.secretAccessKey,
  });
  return {
    databaseUrl: url.href,
    stop: async () => {
      await disconnect();
      await stop();
    },
  };
}
