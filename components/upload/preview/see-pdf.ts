import { getDocument, PDFDataRangeTransport, PDFWorker } from 'pdfjs-dist';
import { PdfData } from './pdf-data';
import { CannotShow, type Sight, scaleOfPage } from './sight';
import { createCanvas, toJpeg } from './to-jpeg';

/** Reads the parts of a file that PDF.js asks for, so that a large one never lies in memory whole. */
class FileRange extends PDFDataRangeTransport {
  readonly #file: Blob;
  readonly #onError: (error: unknown) => void;

  constructor(file: Blob, onError: (error: unknown) => void) {
    super(file.size, null);
    this.#file = file;
    this.#onError = onError;
  }

  override requestDataRange(begin: number, end: number): void {
    this.#file
      .slice(begin, end)
      .arrayBuffer()
      .then((bytes) => this.onDataRange(begin, new Uint8Array(bytes)), this.#onError);
  }
}

/**
 * The first page of a PDF. Drawn in a worker of our own origin; code in it is never run, nor compiled from it
 * (isEvalSupported). Throws CannotShow for what is broken, locked by a password or too slow.
 */
export async function seePdf(file: Blob, signal: AbortSignal): Promise<Sight> {
  // The bundler finds the worker by this very expression.
  const port = new Worker(new URL('pdfjs-dist/build/pdf.worker.min.mjs', import.meta.url), {
    type: 'module',
  });
  const { promise: stopped, reject: stop } = Promise.withResolvers<never>();
  const onEnd = () => stop(new CannotShow('It took too long.'));
  port.addEventListener('error', (event) => stop(event.error ?? new Error(event.message)));
  signal.addEventListener('abort', onEnd);
  try {
    const drawing = draw(port, new FileRange(file, stop));
    return { picture: await Promise.race([drawing, stopped]) };
  } catch (error) {
    // Whatever PDF.js says of it: this file is not shown here.
    throw error instanceof CannotShow ? error : new CannotShow('PDF.js cannot show it.', { cause: error });
  } finally {
    signal.removeEventListener('abort', onEnd);
    port.terminate();
  }
}

async function draw(port: Worker, range: PDFDataRangeTransport): Promise<Blob> {
  const task = getDocument({
    range,
    worker: PDFWorker.create({ port }),
    BinaryDataFactory: PdfData,
    isEvalSupported: false,
    disableAutoFetch: true,
    disableStream: true,
    // Errors only: it would warn of every oddity of every file.
    verbosity: 0,
  });
  try {
    const page = await (await task.promise).getPage(1);
    const { width, height } = page.getViewport({ scale: 1 });
    const viewport = page.getViewport({ scale: scaleOfPage(width, height) });
    const { canvas } = createCanvas({
      width: Math.max(1, Math.round(viewport.width)),
      height: Math.max(1, Math.round(viewport.height)),
    });
    await page.render({ canvas, viewport }).promise;
    return await toJpeg(canvas);
  } finally {
    // Its fonts lie in our page until then.
    await task.destroy();
  }
}
