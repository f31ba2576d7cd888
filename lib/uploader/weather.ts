/** What the engine must know of the machine around it. `subscribe` hears every change of connection. */
export interface Sky {
  isOnline(): boolean;
  subscribe(listener: () => void): () => void;
}

/** The browser's own word. Where there is none (Node), the sky is always clear. */
export function browserSky(scope: typeof globalThis = globalThis): Sky {
  return {
    isOnline: () => scope.navigator?.onLine !== false,
    subscribe(listener) {
      if (typeof scope.addEventListener !== 'function') return () => {};
      scope.addEventListener('online', listener);
      scope.addEventListener('offline', listener);
      return () => {
        scope.removeEventListener('online', listener);
        scope.removeEventListener('offline', listener);
      };
    },
  };
}

const tickMs = 2_000;
/** A timer this late means that the machine slept: background tabs are slowed to one tick a minute, not more. */
const sleepMs = 75_000;

/**
 * Waits out what cannot be changed: no connection, a machine asleep, a backoff. Every wait ends early when the
 * connection returns, when somebody calls `nudge`, or when its signal is aborted.
 */
export class Weather {
  readonly #sky: Sky;
  readonly #listeners = new Set<() => void>();
  readonly #wakeListeners = new Set<() => void>();
  readonly #skyListeners = new Set<(isOnline: boolean) => void>();
  readonly #unsubscribe: () => void;
  #ticker: ReturnType<typeof setInterval> | null = null;
  #tickedAt = 0;

  constructor(sky: Sky = browserSky()) {
    this.#sky = sky;
    this.#unsubscribe = sky.subscribe(() => {
      for (const listener of [...this.#skyListeners]) listener(this.isOnline);
      this.nudge();
    });
  }

  get isOnline(): boolean {
    return this.#sky.isOnline();
  }

  /** Ends every wait now: the person pressed "try again", or signed in again. */
  nudge(): void {
    for (const listener of [...this.#listeners]) listener();
  }

  /** Calls back when the machine woke from sleep: connections that were open then are dead. */
  onWake(listener: () => void): () => void {
    this.#wakeListeners.add(listener);
    if (!this.#ticker) this.#startTicking();
    return () => {
      this.#wakeListeners.delete(listener);
      if (this.#wakeListeners.size === 0) this.#stopTicking();
    };
  }

  /** Calls back when the connection goes or returns. */
  onChange(listener: (isOnline: boolean) => void): () => void {
    this.#skyListeners.add(listener);
    return () => this.#skyListeners.delete(listener);
  }

  /** Resolves when there is a connection. Rejects with the signal's reason. */
  async untilOnline(signal: AbortSignal): Promise<void> {
    while (!this.isOnline) await this.#wait(null, signal);
  }

  /** Resolves after `ms`, or as soon as the weather changes. Rejects with the signal's reason. */
  pause(ms: number, signal: AbortSignal): Promise<void> {
    return this.#wait(ms, signal);
  }

  dispose(): void {
    this.#unsubscribe();
    this.#stopTicking();
    this.#wakeListeners.clear();
    this.#skyListeners.clear();
  }

  #wait(ms: number | null, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) {
        reject(signal.reason);
        return;
      }
      const timer = ms === null ? null : setTimeout(() => end(resolve), ms);
      const end = (settle: () => void) => {
        if (timer) clearTimeout(timer);
        this.#listeners.delete(onChange);
        signal.removeEventListener('abort', onAbort);
        settle();
      };
      const onChange = () => end(resolve);
      const onAbort = () => end(() => reject(signal.reason));
      this.#listeners.add(onChange);
      signal.addEventListener('abort', onAbort, { once: true });
    });
  }

  #startTicking(): void {
    this.#tickedAt = Date.now();
    this.#ticker = setInterval(() => {
      const now = Date.now();
      const slept = now - this.#tickedAt > sleepMs;
      this.#tickedAt = now;
      if (!slept) return;
      for (const listener of [...this.#wakeListeners]) listener();
      this.nudge();
    }, tickMs);
  }

  #stopTicking(): void {
    if (this.#ticker) clearInterval(this.#ticker);
    this.#ticker = null;
  }
}
