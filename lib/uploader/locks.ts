/** Names that one tab at a time may hold, so that two tabs never work on one upload. */
export interface Locks {
  /** Waits for the lock; resolves with its release. `onBusy` is called once when somebody else holds it. */
  acquire(name: string, options: { signal: AbortSignal; onBusy: () => void }): Promise<() => void>;
  /** The names held by anyone now. */
  held(): Promise<ReadonlySet<string>>;
}

/** Web Locks: the browser releases them when a tab dies. Exist in secure contexts only. */
function createWebLocks(manager: LockManager): Locks {
  return {
    async acquire(name, { signal, onBusy }) {
      const free = await request(manager, name, { ifAvailable: true });
      if (free) return free;
      onBusy();
      const granted = await request(manager, name, { signal });
      if (!granted) throw new DOMException('The lock was not granted.', 'AbortError');
      return granted;
    },
    async held() {
      const { held = [] } = await manager.query();
      return new Set(held.flatMap((lock) => (lock.name ? [lock.name] : [])));
    },
  };
}

/** Resolves with a release function when the lock is granted, with null when it was not free. */
function request(manager: LockManager, name: string, options: LockOptions): Promise<(() => void) | null> {
  return new Promise((resolve, reject) => {
    manager
      .request(name, options, (lock) => {
        if (!lock) {
          resolve(null);
          return;
        }
        return new Promise<void>((release) => resolve(() => release()));
      })
      .catch(reject);
  });
}

/** Locks inside one page only: for Node and for plain http, where a browser has nothing better. */
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

/** The best locks this environment has. */
export function createLocks(): Locks {
  const manager = globalThis.navigator?.locks;
  return manager ? createWebLocks(manager) : createLocalLocks();
}

export const uploadLock = (uploadId: string): string => `sluice-upload:${uploadId}`;
/** Held by a tab as long as it lives. */
export const tabLock = (tab: string): string => `sluice-tab:${tab}`;
