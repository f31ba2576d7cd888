import { randomBytes } from 'node:crypto';
import { databaseUrlOf } from '@/e2e/support/parts';
import {
  admin,
  createPerson,
  type Person,
  type Site as Reach,
  raiseLimits,
  signIn,
} from '@/e2e/support/people';
import { startStack } from '@/e2e/support/stack';

/** A whole Sluice of the test build, everything embedded, with raised limits. */
export type Site = {
  url: string;
  databaseUrl: string;
  /** Somebody new with an empty gallery, signed in. */
  newPerson: () => Promise<Person>;
  stop: () => Promise<void>;
};

/** Needs the test build: `SLUICE_DIST_DIR=.next-test npm run build`. */
export async function startSite(): Promise<Site> {
  const password = randomBytes(12).toString('base64url');
  const stack = await startStack({
    env: { SLUICE_ADMIN_EMAIL: admin.email, SLUICE_ADMIN_PASSWORD: password },
  });
  try {
    const reach: Reach = { url: stack.url, password };
    const asAdmin = await signIn(admin.email, reach);
    await raiseLimits(asAdmin);
    await asAdmin.dispose();
    return {
      url: stack.url,
      databaseUrl: databaseUrlOf(stack),
      newPerson: () => createPerson(undefined, reach),
      stop: stack.stop,
    };
  } catch (error) {
    await stack.stop();
    throw error;
  }
}
