import { startWorker } from '@/lib/jobs/worker';
import { db, disconnect, transaction } from '@/lib/platform/db';
import { enqueueMany } from '@/lib/platform/queue';
import { waitUntil } from '@/scripts/services/processes';
import type { Drawn } from './thumbnails';

/** The worker as it runs for everybody: draws all pending pictures of a person. */
const ownerId = process.argv[2] ?? '';
const where = { ownerId, thumbnailState: 'pending' } as const;
const files = await db().file.findMany({ where, select: { id: true } });
const worker = await startWorker();
const started = performance.now();
await transaction((tx) =>
  enqueueMany(
    tx,
    'thumbnail',
    files.map(({ id }) => ({ fileId: id })),
  ),
);
const isDone = async () => (await db().file.count({ where })) === 0;
if (!(await waitUntil(isDone, { timeoutMs: 600_000 }))) throw new Error('The worker did not come to an end.');
const seconds = (performance.now() - started) / 1000;
if ((await db().file.count({ where: { ownerId, thumbnailState: 'ready' } })) < files.length)
  throw new Error('The worker refused a picture.');
const drawn: Drawn = { seconds, peakMib: process.resourceUsage().maxRSS / 1024 };
process.send?.(drawn);
await worker.stop();
await disconnect();
process.disconnect();
