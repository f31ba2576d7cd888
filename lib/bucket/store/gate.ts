/**
 * Lets many tasks of one name run until somebody closes that name, and tells the closer when the last has ended.
 * A bucket being deleted and an upload being completed must not gain anything meanwhile.
 */
export class Gate {
  private readonly active = new Map<string, number>();
  private readonly closed = new Map<string, () => void>();

  /** Runs the task, or throws what `refusal` makes when the name is closed. */
  async pass<T>(name: string, refusal: () => Error, task: () => Promise<T>): Promise<T> {
    if (this.closed.has(name)) throw refusal();
    this.active.set(name, (this.active.get(name) ?? 0) + 1);
    try {
      return await task();
    } finally {
      const left = (this.active.get(name) ?? 1) - 1;
      if (left > 0) this.active.set(name, left);
      else {
        this.active.delete(name);
        this.closed.get(name)?.();
      }
    }
  }

  /** Closes the name, waits for its tasks, runs `task`, opens the name again. One closer of a name at a time. */
  async closeDuring<T>(name: string, task: () => Promise<T>): Promise<T> {
    const drained = new Promise<void>((resolve) => {
      this.closed.set(name, resolve);
      if (!this.active.has(name)) resolve();
    });
    try {
      await drained;
      return await task();
    } finally {
      this.closed.delete(name);
    }
  }
}
