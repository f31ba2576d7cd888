import 'server-only';
import { db } from '@/lib/platform/db';

/** Whether this installation has no user yet, so that the set-up page is open. */
export async function needsSetUp(): Promise<boolean> {
  return (await db().user.findFirst({ select: { id: true } })) === null;
}
