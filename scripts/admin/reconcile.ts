import type { SystemActor } from '@/lib/access/actor';
import { formatBytes } from '@/lib/format/bytes';
import { formatCount } from '@/lib/format/count';
import { withLocalInstallation } from '../local-installation';
import { PlainError } from '../plain-error';

const actor: SystemActor = { type: 'system', job: 'terminal' };

/** Compares bucket and database and prints the outcome; with adoptFor, that person gets what no row knows as files. */
export async function reconcile(adoptFor?: string): Promise<void> {
  await withLocalInstallation('database and bucket', async () => {
    // Only now: these modules read the environment when they are first used.
    const { reconcile: compare } = await import('@/lib/jobs/reconcile');
    const ownerId = adoptFor === undefined ? undefined : await ownerOf(adoptFor);
    const { objects, orphans, bytes, missing } = await compare();
    console.log(
      `${formatCount(objects, 'object')} in the bucket. ${formatCount(orphans, 'object or upload', 'objects and uploads')} without a row (${formatBytes(bytes)}), ${formatCount(missing, 'file')} without an object.`,
    );
    if (missing > 0) console.log('The storage page of the admin names the files that have no object.');
    if (ownerId) await adopt(ownerId);
    await warnOfEpochs();
  });
}

async function ownerOf(email: string): Promise<string> {
  const { db } = await import('@/lib/platform/db');
  const person = await db().user.findFirst({ where: { email: email.toLowerCase(), deletedAt: null } });
  if (!person) throw new PlainError(`There is no account with the address ${email}; nothing was adopted.`);
  return person.id;
}

/** A hundred at a time; cut short, it is simply begun again. */
async function adopt(ownerId: string): Promise<void> {
  const { adoptOrphans } = await import('@/lib/admin/adopt-orphans');
  let adopted = 0;
  let after: string | undefined;
  do {
    const batch = await adoptOrphans(actor, { ownerId, after });
    adopted += batch.adopted;
    after = batch.next ?? undefined;
  } while (after !== undefined);
  console.log(`${formatCount(adopted, 'object')} came back as files in "Recovered files".`);
}

async function warnOfEpochs(): Promise<void> {
  const { readEpochs } = await import('@/lib/jobs/deletion-guard');
  const epochs = await readEpochs();
  if (epochs.fits) return;
  console.log(
    `The database is of epoch ${epochs.database} and the bucket of ${epochs.bucket}, as after a restored backup: nothing is deleted until an admin decides on the storage page.`,
  );
}
