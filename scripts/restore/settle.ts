import { prepareInstallation } from '@/lib/jobs/prepare-installation';
import { type Reconciled, reconcile } from '@/lib/jobs/reconcile';
import { db, transaction } from '@/lib/platform/db';
import { enqueueMany } from '@/lib/platform/queue';

const filesAtOnce = 1_000;

/** What a start needs besides the rows: the libraries' tables, the jobs that waited; then rows and objects are compared. */
export async function settle(): Promise<Reconciled> {
  await prepareInstallation();
  await enqueueThumbnails();
  return reconcile();
}

/** The queue is not in a backup. Sweeps come by themselves; previews that were still to be made are asked for again. */
async function enqueueThumbnails(): Promise<void> {
  let after: string | undefined;
  for (;;) {
    const files = await db().file.findMany({
      where: { thumbnailState: 'pending', ...(after ? { id: { gt: after } } : {}) },
      select: { id: true },
      orderBy: { id: 'asc' },
      take: filesAtOnce,
    });
    await transaction((tx) =>
      enqueueMany(
        tx,
        'thumbnail',
        files.map(({ id }) => ({ fileId: id })),
      ),
    );
    after = files.at(-1)?.id;
    if (files.length < filesAtOnce) return;
  }
}
