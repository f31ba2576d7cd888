import 'server-only';
import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { cache } from 'react';
import type { UserActor } from '@/lib/access/actor';
import { isAdmin } from '@/lib/access/can';
import { originOf } from '@/lib/http/origin';
import { needsSetUp } from '@/lib/users/setup';
import { authenticate } from './authenticate';

/** Who looks at this page; null when signed out. One read per request however often it is asked. */
export const currentActor = cache(async (): Promise<UserActor | null> => {
  const incoming = new Headers(await headers());
  // A page is for browsers: a token in the header opens no page.
  incoming.delete('authorization');
  return authenticate(incoming, originOf(incoming));
});

/** The signed-in person, or a redirect to sign in (to set up, while nobody exists). */
export async function requireUser(): Promise<UserActor> {
  const actor = await currentActor();
  if (actor) return actor;
  redirect((await needsSetUp()) ? '/setup' : '/sign-in');
}

/** The signed-in admin; others are sent to their files. */
export async function requireAdmin(): Promise<UserActor> {
  const actor = await requireUser();
  if (!isAdmin(actor)) redirect('/');
  return actor;
}
