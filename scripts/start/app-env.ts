import type { Plan } from './plan';
import type { Secrets } from './secrets';

export const EMBEDDED_BUCKET = 'sluice';
export const EMBEDDED_DATABASE = 'sluice';

type Parts = {
  plan: Plan;
  secrets: Secrets;
  /** The embedded database's address; undefined: DATABASE_URL is in the environment. */
  databaseUrl: string | undefined;
  /** undefined: no front stands before this process. */
  frontToken: string | undefined;
};

/** The environment of the app's processes: the user's own, completed with what runs embedded. */
export function toAppEnv({
  plan,
  secrets,
  databaseUrl,
  frontToken,
}: Parts): Record<string, string | undefined> {
  const secret = plan.env.SLUICE_SECRET ?? secrets.secret;
  return {
    ...process.env,
    NODE_ENV: plan.isDev ? 'development' : 'production',
    NEXT_TELEMETRY_DISABLED: '1',
    // The versions are pinned; what the SDK says about later ones is for us, not for whoever runs this.
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    SLUICE_DATA_DIR: plan.dataDir,
    SLUICE_URL: plan.url,
    SLUICE_SECRET: secret,
    SLUICE_FRONT_TOKEN: frontToken,
    NEXTAUTH_URL: plan.url,
    NEXTAUTH_SECRET: secret,
    ...(databaseUrl ? { DATABASE_URL: databaseUrl } : {}),
    ...(plan.bucket
      ? {
          S3_ENDPOINT: `http://127.0.0.1:${plan.bucket.port}`,
          S3_PUBLIC_ENDPOINT: plan.bucket.publicUrl,
          S3_BUCKET: EMBEDDED_BUCKET,
          S3_REGION: plan.env.S3_REGION,
          S3_FORCE_PATH_STYLE: 'true',
          S3_EMBEDDED: 'true',
          AWS_ACCESS_KEY_ID: secrets.bucketAccessKeyId,
          AWS_SECRET_ACCESS_KEY: secrets.bucketSecretAccessKey,
          // A session token of the user's AWS account would be sent along with our keys.
          AWS_SESSION_TOKEN: undefined,
        }
      : {}),
  };
}
