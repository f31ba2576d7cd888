import path from 'node:path';
import { type Env, parseEnv } from '@/lib/platform/env';
import { PlainError } from '../plain-error';
import { findLanAddress } from './lan';

/** Everything a start decides before it touches anything. */
export type Plan = {
  isDev: boolean;
  env: Env;
  /** The folder with package.json. */
  root: string;
  dataDir: string;
  /** What app and bucket listen on; the database is on loopback always. */
  host: '127.0.0.1' | '0.0.0.0';
  lanAddress: string | undefined;
  /** Where people open the app. */
  url: string;
  hasOwnDatabase: boolean;
  /** null: S3_ENDPOINT or S3_BUCKET names a bucket elsewhere. */
  bucket: { port: number; publicUrl: string } | null;
  warnings: string[];
};

type Source = {
  args: string[];
  variables: Record<string, string | undefined>;
  root: string;
  findLan?: () => string | null;
};

const KNOWN = ['--dev', '--lan'];

/** Reads arguments and environment. Throws PlainError or EnvError. */
export function makePlan({ args, variables, root, findLan = findLanAddress }: Source): Plan {
  const unknown = args.find((argument) => !KNOWN.includes(argument));
  if (unknown) throw new PlainError(`"${unknown}" is not an option; there are ${KNOWN.join(' and ')}.`);
  const isDev = args.includes('--dev');
  const env = parseEnv({ ...variables, NODE_ENV: isDev ? 'development' : 'production' });
  const isLan = args.includes('--lan');
  const lanAddress = isLan ? (findLan() ?? undefined) : undefined;
  if (isLan && !lanAddress)
    throw new PlainError('This machine has no address in a local network: connect it, or leave out --lan.');

  const url = env.SLUICE_URL ?? `http://${lanAddress ?? 'localhost'}:${env.PORT}`;
  const bucketPort = env.SLUICE_BUCKET_PORT ?? env.PORT + 1;
  if (bucketPort === env.PORT)
    throw new PlainError(`PORT and SLUICE_BUCKET_PORT are both ${env.PORT}; the bucket needs its own.`);
  const isExternalBucket = env.S3_ENDPOINT !== undefined || env.S3_BUCKET !== undefined;
  // Another name than the app's "localhost": the browser then keeps the app's cookies away from the bucket.
  const publicUrl = env.S3_PUBLIC_ENDPOINT ?? `http://${lanAddress ?? '127.0.0.1'}:${bucketPort}`;
  const isElsewhere = !['localhost', '127.0.0.1', '[::1]', lanAddress].includes(new URL(url).hostname);
  return {
    isDev,
    env,
    root,
    dataDir: path.resolve(root, env.SLUICE_DATA_DIR),
    host: isLan ? '0.0.0.0' : '127.0.0.1',
    lanAddress,
    url,
    hasOwnDatabase: env.DATABASE_URL === undefined,
    bucket: isExternalBucket ? null : { port: bucketPort, publicUrl },
    warnings:
      isElsewhere && !isExternalBucket && !env.S3_PUBLIC_ENDPOINT
        ? [
            `S3_PUBLIC_ENDPOINT is not set: browsers that open ${url} cannot reach the bucket at ${publicUrl}.`,
          ]
        : [],
  };
}
