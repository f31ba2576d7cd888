/**
 * Keeps the files of a segment set while answers or copies still read them. An object file is one open
 * descriptor and needs no pin; a set may be thousands of files, opened one after another.
 */
export class SetPins {
  private readonly readers = new Map<string, number>();
  private readonly doomed = new Set<string>();

  constructor(private readonly remove: (set: string) => Promise<void>) {}

  /** Pins a set; call the returned function once when done. */
  pin(set: string): () => Promise<void> {
    this.readers.set(set, (this.readers.get(set) ?? 0) + 1);
    return async () => {
      const left = (this.readers.get(set) ?? 1) - 1;
      if (left > 0) {
        this.readers.set(set, left);
        return;
      }
      this.readers.delete(set);
      if (this.doomed.delete(set)) await this.remove(set);
    };
  }

  /** Removes the set now, or when its last reader is done. A crash in between leaves it to the sweep at start. */
  async removeWhenFree(set: string): Promise<void> {
    if (this.readers.has(set)) this.doomed.add(set);
    else await this.remove(set);
  }
}
