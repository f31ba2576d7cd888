/** Names that one tab at a time may hold, so that two tabs never work on one upload. */
export interface Locks {
  /** Waits for the lock; resolves with its release. `onBusy` is called once when somebody else holds it. */
  acquire(name: string, options: { signal: AbortSignal; onBusy: () => void }): Promise<() => void>;
  /** The names held by anyone now. */
  held(): Promise<ReadonlySet<string>>;
}

/** Locks inside one page only: for Node. */
export function createLocalLocks(): Locks {
  const waiting = new Map<string, (() => void)[]>();
  return {
    acquire(name, { signal, onBusy }) {
      return new Promise((resolve, reject) => {
        const grant = () => resolve(release);
        const release = () => {
          const next = waiting.get(name)?.shift();
          if (next) next();
          else waiting.delete(name);
        };
        const queue = waiting.get(name);
        if (!queue) {
          waiting.set(name, []);
          grant();
          return;
        }
        onBusy();
        queue.push(grant);
        signal.addEventListener('abort', () => {
          if (queue.includes(grant)) queue.splice(queue.indexOf(grant), 1);
          reject(signal.reason);
        });
      });
    },
    held: async () => new Set(waiting.keys()),
  };
}

export const uploadLock = (uploadId: string): string => `sluice-upload:${uploadId}`;
/** Held by a tab as long as it lives. */
export const tabLock = (tab: string): string => `sluice-tab:${tab}`;
