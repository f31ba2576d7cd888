import { setTimeout as delay } from 'node:timers/promises';
import { describeError } from '../plain-error';
import { judgeCrash } from './restart-policy';

/** A started process: exited resolves when it has ended, wanted or not; stop ends it and waits for that. */
export type Running = { exited: Promise<void>; stop: () => Promise<void> };

export type Service = { stop: () => Promise<void> };

type SuperviseOptions<Started extends Running> = {
  name: string;
  start: () => Promise<Started>;
  onUp?: (started: Started) => void;
  onDown?: () => void;
  /** Called once when restarting has no more point. */
  onGiveUp: (name: string) => void;
  say: (line: string) => void;
};

/** Starts a service and starts it again when it ends unasked (judgeCrash). The first start's failure is thrown. */
export async function supervise<Started extends Running>(
  options: SuperviseOptions<Started>,
): Promise<Service> {
  const { name, start, onUp, onDown, onGiveUp, say } = options;
  let isStopping = false;
  let history: number[] = [];
  let current: Started | null = await start();
  onUp?.(current);

  const restart = async (): Promise<Started | null> => {
    while (!isStopping) {
      const verdict = judgeCrash(history, performance.now());
      if (verdict.kind === 'give-up') {
        onGiveUp(name);
        return null;
      }
      history = verdict.history;
      say(`The ${name} ended unexpectedly; starting it again …`);
      await delay(verdict.delayMs);
      if (isStopping) return null;
      try {
        return await start();
      } catch (error) {
        say(describeError(error));
      }
    }
    return null;
  };

  const watch = async () => {
    while (current && !isStopping) {
      await current.exited;
      if (isStopping) return;
      onDown?.();
      current = await restart();
      if (!current) return;
      // Asked to stop while it was starting: nobody else knows of this one yet.
      if (isStopping) await current.stop();
      else onUp?.(current);
    }
  };
  const watching = watch();

  return {
    stop: async () => {
      isStopping = true;
      await current?.stop();
      await watching;
    },
  };
}
