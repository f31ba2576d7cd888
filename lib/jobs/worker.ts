import 'server-only';
import { Logger, type Runner, run, type TaskList, type WorkerEvents } from 'graphile-worker';
import { databasePool } from '@/lib/platform/db';
import { log } from '@/lib/platform/log';
import type { TaskName, Tasks } from '@/lib/platform/queue';
import { WorkerPresence } from '@/lib/platform/worker-presence';
import { sweepUploads } from '@/lib/uploads/sweep';
import { continueCleanup } from './cleanup';
import { deletePendingObjects } from './delete-objects';
import { keepRunning, type Worker } from './keep-running';
import { drawPreview } from './preview';
import { reconcileDaily } from './reconcile';
import { sweepRecords } from './sweep-records';
import { sweepShares } from './sweep-shares';
import { sweepTrash } from './sweep-trash';
import { makeThumbnail } from './thumbnail';

/** What each task does; the names and payloads are lib/platform/queue's. */
const tasks: { [Name in TaskName]: (payload: Tasks[Name]) => Promise<unknown> } = {
  thumbnail: ({ fileId }) => makeThumbnail(fileId),
  preview: (staged) => drawPreview(staged),
  'delete-objects': () => deletePendingObjects(),
  'sweep-uploads': () => sweepUploads(),
  'sweep-trash': () => sweepTrash(),
  'sweep-records': () => sweepRecords(),
  reconcile: () => reconcileDaily(),
  cleanup: ({ cleanupId }) => continueCleanup(cleanupId),
  'sweep-shares': () => sweepShares(),
};

/** Minute, hour … as in cron; jobs missed while nothing ran are not made up: the next run does their work too. */
const schedule = `
* * * * * sweep-uploads ?jobKey=sweep-uploads&max=1
*/5 * * * * delete-objects ?jobKey=delete-objects&max=3
17 * * * * sweep-trash ?jobKey=sweep-trash&max=3
41 * * * * sweep-records ?jobKey=sweep-records&max=3
23 3 * * * reconcile ?jobKey=reconcile&max=3
*/10 * * * * sweep-shares ?jobKey=sweep-shares&max=3
`;

const levels = { error: 'error', warning: 'warn', info: 'debug', debug: 'debug' } as const;

/**
 * Starts working on the queue in this process and goes on until stopped. Jobs of processes that were killed are taken
 * up within half a minute.
 */
export const startWorker = ({ concurrency = 2 }: { concurrency?: number } = {}): Promise<Worker> =>
  keepRunning((events) => startRunner(concurrency, events));

async function startRunner(concurrency: number, events: WorkerEvents): Promise<Runner> {
  const presence = new WorkerPresence();
  events.on('worker:create', ({ worker }) => presence.add(worker.workerId));
  const runner = await run({
    pgPool: databasePool(),
    concurrency,
    events,
    // Asked before every job: none is taken before others can see that this worker lives.
    forbiddenFlags: async () => {
      await presence.held();
      return null;
    },
    noHandleSignals: true,
    pollInterval: 2_000,
    crontab: schedule,
    taskList: Object.fromEntries(
      Object.entries(tasks).map(([name, task]) => [name, (payload: unknown) => task(payload as never)]),
    ) as TaskList,
    logger: new Logger(() => (level, message) => log[levels[level]]({ detail: message }, 'worker')),
  });
  presence.start();
  const end = () => presence.stop();
  runner.promise.then(end, end);
  return runner;
}
