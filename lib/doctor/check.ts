import 'server-only';
import type { Finding } from '@/lib/contracts/doctor';
import type { StorageHandle } from '@/lib/storage/client';
import { isStorageError, toStorageError } from '@/lib/storage/errors';
import { explain } from './mend';
import type { Provider } from './provider';

/** What every check is given. */
export type Ward = {
  on: StorageHandle;
  provider: Provider;
  /** The address people open the app at. */
  appOrigin: string;
  /** Null where no database is at hand (npm run doctor without one). */
  installationId: string | null;
};

/** One check: tries something and says what came of it. Throws nothing that is expected. */
export type Check = (ward: Ward) => Promise<Finding | Finding[]>;

type About = Pick<Finding, 'id' | 'title' | 'tried'>;

export const passed = (about: About, cameBack: string, means: string): Finding => ({
  ...about,
  status: 'ok',
  code: 'ok',
  source: 'server',
  cameBack,
  means,
  mend: null,
});

type Bad = { code: string; cameBack: string; means: string; mend: string; status?: 'warning' | 'failed' };

export const faulty = (about: About, { status = 'failed', ...bad }: Bad): Finding => ({
  ...about,
  ...bad,
  status,
  source: 'server',
});

export const skipped = (about: About, why: string): Finding => ({
  ...about,
  status: 'skipped',
  code: 'skipped',
  source: 'server',
  cameBack: 'not tried',
  means: why,
  mend: null,
});

/** A thrown error as a finding, in the words for its kind and provider. lib/storage's errors are redacted already. */
export function fromError(about: About, error: unknown, provider: Provider): Finding {
  const seen = isStorageError(error) ? error : toStorageError(about.id, error);
  const answer = [seen.status, seen.providerCode, seen.providerMessage].filter(Boolean).join(' ');
  return faulty(about, { code: seen.kind, cameBack: answer || 'no answer', ...explain(seen.kind, provider) });
}
