import { newId } from './ids';
import type { Locks } from './locks';

type Message =
  /** Somebody would like to have the name, or to hear who has what. */
  | { kind: 'ask'; from: string; name: string | null }
  | { kind: 'held'; to: string; names: string[] }
  /** Both asked at once: the smaller id wins. */
  | { kind: 'claim'; from: string; name: string }
  | { kind: 'released'; name: string };

/** Tabs answer within this time, or they are gone (or asleep: then they send nothing either). */
const answerMs = 250;
/** A tab that died says nothing: whoever waits looks again. */
const lookAgainMs = 2_000;

/**
 * Locks between tabs where there are no Web Locks (plain http): a name is free when no other tab answers that it has
 * it. Weaker than the real ones, for a tab that is stopped by a debugger answers late; parts sent twice are then the
 * same bytes under the same number.
 */
export function createChannelLocks(
  channel = new BroadcastChannel('sluice-locks'),
): Locks & { close(): void } {
  const self = newId();
  const held = new Set<string>();
  const claims = new Set<string>();
  const listeners = new Set<(message: Message) => void>();
  const tell = (message: Message) => channel.postMessage(message);

  channel.addEventListener('message', ({ data }: MessageEvent<Message>) => {
    if (data.kind === 'ask') {
      const names = data.name === null ? [...held] : held.has(data.name) ? [data.name] : [];
      if (names.length > 0) tell({ kind: 'held', to: data.from, names });
      if (data.name !== null && claims.has(data.name)) tell({ kind: 'claim', from: self, name: data.name });
    }
    for (const listener of [...listeners]) listener(data);
  });

  /** Asks the other tabs; resolves with what they say they hold, and whether one with more right wants `name` too. */
  const ask = (name: string | null): Promise<{ names: Set<string>; isOutdone: boolean }> =>
    new Promise((resolve) => {
      const names = new Set<string>();
      let isOutdone = false;
      const listen = (message: Message) => {
        if (message.kind === 'held' && message.to === self) for (const one of message.names) names.add(one);
        const isRival = (message.kind === 'claim' || message.kind === 'ask') && message.name === name;
        if (isRival && name !== null && message.from < self) isOutdone = true;
      };
      listeners.add(listen);
      tell({ kind: 'ask', from: self, name });
      setTimeout(() => {
        listeners.delete(listen);
        resolve({ names, isOutdone });
      }, answerMs);
    });

  /** Resolves when the name was released, or when it is time to look whether its holder still lives. */
  const untilMaybeFree = (name: string, signal: AbortSignal): Promise<void> =>
    new Promise((resolve, reject) => {
      const end = (settle: () => void) => {
        clearTimeout(timer);
        listeners.delete(listen);
        signal.removeEventListener('abort', onAbort);
        settle();
      };
      const onAbort = () => end(() => reject(signal.reason));
      const listen = (message: Message) => {
        if (message.kind === 'released' && message.name === name) end(resolve);
      };
      const timer = setTimeout(() => end(resolve), lookAgainMs);
      listeners.add(listen);
      signal.addEventListener('abort', onAbort, { once: true });
    });

  return {
    async acquire(name, { signal, onBusy }) {
      let isTold = false;
      for (;;) {
        signal.throwIfAborted();
        // One page never has two holders either.
        if (!held.has(name) && !claims.has(name)) {
          claims.add(name);
          const { names, isOutdone } = await ask(name);
          claims.delete(name);
          signal.throwIfAborted();
          if (!names.has(name) && !isOutdone) {
            held.add(name);
            return () => {
              if (!held.delete(name)) return;
              const released: Message = { kind: 'released', name };
              tell(released);
              for (const listener of [...listeners]) listener(released);
            };
          }
        }
        if (!isTold) onBusy();
        isTold = true;
        await untilMaybeFree(name, signal);
      }
    },
    held: async () => new Set([...held, ...(await ask(null)).names]),
    close: () => channel.close(),
  };
}
