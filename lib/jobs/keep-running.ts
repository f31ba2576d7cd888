import 'server-only';
import { EventEmitter } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import type { Runner, WorkerEvents } from 'graphile-worker';
import { log } from '@/lib/platform/log';

/** Looks for a job that fail this often in a row: a runner that will not come round. */
const brokenAfterFailures = 4;
const restartAfterMs = 1_000;

export type Worker = {
  /** Waits for the jobs under way. */
  stop: () => Promise<void>;
  /** Resolves once it has stopped. */
  promise: Promise<void>;
};

type Start = (events: WorkerEvents) => Promise<Runner>;
type Watched = { runner: Runner; over: Promise<unknown>; hasEnded: () => boolean };

/**
 * Keeps a runner going until it is asked to stop: one that ended or only fails is replaced. graphile-worker asks for
 * the numbers of its tasks once and keeps a failure for good (its dist/taskIdentifiers.js, 0.16 to 0.18), so a single
 * lost connection at the start would leave every job undone. Rejects when the first runner cannot start.
 */
export async function keepRunning(start: Start): Promise<Worker> {
  const stopAsked = new AbortController();
  const asked = new Promise<void>((resolve) => {
    stopAsked.signal.addEventListener('abort', () => resolve(), { once: true });
  });
  const first = await startWatched(start);
  const keep = async () => {
    let current: Watched | null = first;
    while (current) {
      await Promise.race([current.over, asked]);
      if (!current.hasEnded()) await end(current.runner);
      if (stopAsked.signal.aborted) return;
      log.warn({}, 'worker.replaced');
      current = await startAgain(start, stopAsked.signal);
    }
  };
  const promise = keep();
  return {
    promise,
    stop: () => {
      stopAsked.abort();
      return promise;
    },
  };
}

/** A runner that is ending by itself refuses to be stopped: no reason to give up its successor. */
async function end(runner: Runner): Promise<void> {
  try {
    await runner.stop();
  } catch (error) {
    log.warn({ err: error }, 'worker.stop_failed');
  }
}

/** Tries until a runner has started; null when asked to stop before. */
async function startAgain(start: Start, signal: AbortSignal): Promise<Watched | null> {
  for (;;) {
    await wait(restartAfterMs, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) return null;
    try {
      return await startWatched(start);
    } catch (error) {
      log.warn({ err: error }, 'worker.start_failed');
    }
  }
}

async function startWatched(start: Start): Promise<Watched> {
  const events: WorkerEvents = new EventEmitter();
  let failures = 0;
  let ended = false;
  const broken = new Promise<void>((resolve) => {
    events.on('worker:getJob:error', ({ error }) => {
      failures += 1;
      log.warn({ err: error }, 'worker.look_failed');
      if (failures === brokenAfterFailures) resolve();
    });
  });
  const good = () => {
    failures = 0;
  };
  events.on('worker:getJob:empty', good);
  events.on('job:start', good);
  const runner = await start(events);
  const markEnded = () => {
    ended = true;
  };
  return {
    runner,
    over: Promise.race([
      broken,
      runner.promise.then(markEnded, (error: unknown) => {
        markEnded();
        log.error({ err: error }, 'worker.ended');
      }),
    ]),
    hasEnded: () => ended,
  };
}
