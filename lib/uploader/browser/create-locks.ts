import { createChannelLocks } from '../channel-locks';
import { createLocalLocks, type Locks } from '../locks';

/** The best locks this browser has: its own, or on plain http, where it withholds them, messages between tabs. */
export function createLocks(): Locks {
  const manager = globalThis.navigator?.locks;
  if (manager) return createWebLocks(manager);
  return typeof BroadcastChannel === 'function' ? createChannelLocks() : createLocalLocks();
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
