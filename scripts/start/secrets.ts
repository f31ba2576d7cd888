import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { PlainError } from '../plain-error';

const Secrets = z.object({
  /** SLUICE_SECRET unless the environment sets one. */
  secret: z.string().min(32),
  bucketAccessKeyId: z.string().min(16),
  bucketSecretAccessKey: z.string().min(32),
});
export type Secrets = z.infer<typeof Secrets>;

/** The secrets of the installation in dataDir, made on the first start and kept readable for their owner only. */
export function readOrMakeSecrets(dataDir: string): Secrets {
  const file = path.join(dataDir, 'secrets.json');
  if (existsSync(file)) return readSecrets(file);
  const secrets = makeSecrets();
  // Written aside and renamed: a crash leaves no half a file, which would lock people out.
  writeFileSync(`${file}.new`, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
  return secrets;
}

export function makeSecrets(): Secrets {
  return {
    secret: randomBytes(32).toString('base64url'),
    bucketAccessKeyId: `SLUICE${randomBytes(7).toString('hex').toUpperCase()}`,
    bucketSecretAccessKey: randomBytes(30).toString('base64url'),
  };
}

function readSecrets(file: string): Secrets {
  chmodSync(file, 0o600);
  try {
    return Secrets.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (cause) {
    throw new PlainError(`${file} cannot be read; restore it from your backup.`, { cause });
  }
}
