import { hasRendition } from '@/lib/contracts/previewable';
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

/**
 * The queue is not in a backup. Sweeps come by themselves; thumbnails that were still to be made are asked for again.
 * A picture of a video or PDF that its uploader had just handed in is not: its file is open for another one.
 */
async function enqueueThumbnails(): Promise<void> {
  let after: string | undefined;
  for (;;) {
    const files = await db().file.findMany({
      where: { thumbnailState: 'pending', ...(after ? { id: { gt: after } } : {}) },
      select: { id: true, mime: true },
      orderBy: { id: 'asc' },
      take: filesAtOnce,
    });
    const drawable = files.filter(({ mime }) => hasRendition(mime)).map(({ id }) => id);
    const handedIn = files.filter(({ mime }) => !hasRendition(mime)).map(({ id }) => id);
    await transaction(async (tx) => {
      await enqueueMany(
        tx,
        'thumbnail',
        drawable.map((fileId) => ({ fileId })),
      );
      await tx.file.updateMany({ where: { id: { in: handedIn } }, data: { thumbnailState: 'none' } });
    });
    after = files.at(-1)?.id;
    if (files.length < filesAtOnce) break;
  }
  // An earlier content is drawn when it is restored, if it can be.
  await db().fileVersion.updateMany({
    where: { thumbnailState: 'pending' },
    data: { thumbnailState: 'none' },
  });
}
