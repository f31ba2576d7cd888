import { z } from 'zod';

const port = z.coerce.number().int().min(1).max(65_535);
const url = z.url({ protocol: /^https?$/ }).transform((value) => value.replace(/\/+$/, ''));
const flag = z.enum(['true', 'false', '1', '0']).transform((value) => value === 'true' || value === '1');
const list = z
  .string()
  .transform((value) => value.split(',').map((entry) => entry.trim()))
  .pipe(z.array(z.string().min(1)));

/**
 * Every environment variable Sluice reads. Storage credentials are absent on purpose: the AWS SDK's own chain
 * (AWS_ACCESS_KEY_ID, profiles, instance roles …) finds them.
 */
export const Env = z.object({
  NODE_ENV: z.enum(['development', 'production', 'test']).default('production'),
  PORT: port.default(3000),
  SLUICE_BUCKET_PORT: port.optional(),
  SLUICE_DATA_DIR: z.string().min(1).default('.data'),
  SLUICE_URL: url.optional(),
  SLUICE_SECRET: z.string().min(32, 'needs at least 32 characters').optional(),
  SLUICE_TRUSTED_PROXIES: list.default([]),
  /** Set by the launcher: proves to the app that a request came through our own front. */
  SLUICE_FRONT_TOKEN: z.string().min(16).optional(),
  SLUICE_ADMIN_EMAIL: z.email().optional(),
  SLUICE_ADMIN_PASSWORD: z.string().min(10, 'needs at least 10 characters').max(256).optional(),
  /** How long a start waits for a database or a bucket that does not answer yet. */
  SLUICE_WAIT_SECONDS: z.coerce.number().int().min(0).max(3600).default(30),
  SLUICE_WORKER: z.enum(['inside', 'none']).default('inside'),
  SLUICE_METRICS_TOKEN: z.string().min(16).optional(),
  SLUICE_ALLOW_PUBLIC_BUCKET: flag.default(false),
  SLUICE_LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  DATABASE_POOL_SIZE: z.coerce.number().int().min(2).max(200).default(10),
  S3_ENDPOINT: url.optional(),
  S3_PUBLIC_ENDPOINT: url.optional(),
  S3_BUCKET: z
    .string()
    .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'is not a valid bucket name')
    .optional(),
  S3_PREFIX: z
    .string()
    .regex(/^([A-Za-z0-9._-]+\/)*$/, 'must be empty or end with "/"')
    .optional(),
  S3_REGION: z.string().min(1).default('us-east-1'),
  S3_FORCE_PATH_STYLE: flag.default(true),
  /** True when the launcher runs the embedded bucket: it may then configure CORS by itself. */
  S3_EMBEDDED: flag.default(false),
  OIDC_ISSUER: url.optional(),
  OIDC_CLIENT_ID: z.string().min(1).optional(),
  OIDC_CLIENT_SECRET: z.string().min(1).optional(),
  OIDC_NAME: z.string().min(1).default('Single sign-on'),
  CLOUDFRONT_DOMAIN: z.string().min(1).optional(),
  CLOUDFRONT_KEY_PAIR_ID: z.string().min(1).optional(),
  CLOUDFRONT_PRIVATE_KEY: z.string().min(1).optional(),
});
export type Env = z.infer<typeof Env>;

/** Environment variables that are set but wrong, all of them at once, one sentence a line. */
export class EnvError extends Error {
  constructor(readonly problems: string[]) {
    super(`Some settings are not usable:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
    this.name = 'EnvError';
  }
}

/** Parses source into Env. Empty strings count as absent. Throws EnvError that names every bad variable. */
export function parseEnv(source: Record<string, string | undefined>): Env {
  const present = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ''));
  const result = Env.safeParse(present);
  const problems = result.success
    ? crossChecks(result.data)
    : result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  if (!result.success || problems.length > 0) throw new EnvError(problems);
  return result.data;
}

function crossChecks(env: Env): string[] {
  const problems: string[] = [];
  const together = (names: (keyof Env)[]) => {
    const missing = names.filter((name) => env[name] === undefined);
    if (missing.length > 0 && missing.length < names.length) {
      problems.push(
        `${missing.join(', ')}: needed together with ${names.filter((n) => !missing.includes(n)).join(', ')}`,
      );
    }
  };
  together(['SLUICE_ADMIN_EMAIL', 'SLUICE_ADMIN_PASSWORD']);
  together(['OIDC_ISSUER', 'OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET']);
  together(['CLOUDFRONT_DOMAIN', 'CLOUDFRONT_KEY_PAIR_ID', 'CLOUDFRONT_PRIVATE_KEY']);
  if (env.S3_ENDPOINT && !env.S3_BUCKET) problems.push('S3_BUCKET: needed together with S3_ENDPOINT');
  return problems;
}

let cached: Env | undefined;

/** This process's environment, parsed once. Throws EnvError. The only reader of process.env in the app. */
export function env(): Env {
  cached ??= parseEnv(process.env);
  return cached;
}

/**
 * Lets next-auth 4 believe the host that lib/auth hands it with each request. It takes its own address from
 * process.env alone: from NEXTAUTH_URL, which is one address for good, or from the request once AUTH_TRUST_HOST is set.
 */
export function letNextAuthUseOurHost(): void {
  delete process.env.NEXTAUTH_URL;
  process.env.AUTH_TRUST_HOST = 'true';
}
