import type { FileDto } from '@/lib/contracts/files';
import { hasDuration, takesPreview } from '@/lib/contracts/previewable';

type Port = {
  /** The file with its measures, once the server knows them; its picture follows when the worker has drawn it. */
  onSeen: (file: FileDto) => void;
  report: (error: unknown) => void;
};

/**
 * Pictures and lengths of the videos, recordings and PDFs that this tab uploads, one file after another beside the
 * uploads. What draws them is loaded with the first such file. A tab closed too early leaves the icon.
 */
export class Previews {
  readonly #port: Port;
  #last: Promise<void> = Promise.resolve();

  constructor(port: Port) {
    this.#port = port;
  }

  /** Takes a file that has just become one, if there is something to be seen of it. */
  offer(file: Blob, stored: FileDto): void {
    if (!takesPreview(stored.mime) && !hasDuration(stored.mime)) return;
    this.#last = this.#last.then(() => this.#make(file, stored)).catch(this.#port.report);
  }

  async #make(file: Blob, stored: FileDto): Promise<void> {
    const { makePreview } = await import('./preview/make-preview');
    const seen = await makePreview(file, stored);
    if (seen) this.#port.onSeen(seen);
  }
}
