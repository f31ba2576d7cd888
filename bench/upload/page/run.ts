import AwsS3 from '@uppy/aws-s3';
import Uppy, { type UppyFile } from '@uppy/core';
import { createBrowserUploader, createUploadApi, type Uploader } from '@/lib/uploader';
import type { HashWorker } from '@/lib/uploader/hash-protocol';

/** What the page is asked to do; the files come from its file input or are made in memory. */
export type Contest = {
  contestant: 'sluice' | 'sluice-unchecked' | 'uppy' | 'xhr';
  /** Made in memory: many small files. Without it the file of the input is sent. */
  made?: { count: number; sizeBytes: number };
  /** How often a person would press Retry where a contestant gives up: two seconds after each failure. */
  retries?: number;
};

/** Seconds from handing the files over until the last one is confirmed, and how often Retry had to be pressed. */
export type Result = { seconds: number; retries: number };

export async function run({ contestant, made, retries = 0 }: Contest): Promise<Result> {
  const files = made ? makeFiles(made) : picked();
  let pressed = 0;
  const started = performance.now();
  switch (contestant) {
    case 'sluice':
      await bySluice(files, startHashWorker);
      break;
    case 'sluice-unchecked':
      await bySluice(files, brokenWorker);
      break;
    case 'uppy':
      pressed = await byUppy(files, { small: made !== undefined, retries });
      break;
    case 'xhr':
      await byXhr(files);
      break;
    default:
      contestant satisfies never;
  }
  return { seconds: (performance.now() - started) / 1_000, retries: pressed };
}

function makeFiles({ count, sizeBytes }: { count: number; sizeBytes: number }): File[] {
  const seed = crypto.getRandomValues(new Uint8Array(16)).join('-');
  return Array.from({ length: count }, (_, index) => {
    const bytes = new Uint8Array(sizeBytes);
    crypto.getRandomValues(bytes.subarray(0, Math.min(sizeBytes, 65_536)));
    return new File([bytes], `${seed}-${index}.bin`, { type: 'application/octet-stream' });
  });
}

function picked(): File[] {
  const input = document.querySelector<HTMLInputElement>('input[type=file]');
  return [...(input?.files ?? [])];
}

const startHashWorker = (): HashWorker => new Worker('/bench/hash.worker.js', { type: 'module' });

/** As in a browser whose content policy forbids workers: uploads go on without digests. */
function brokenWorker(): HashWorker {
  throw new Error('No worker: bytes travel unchecked.');
}

async function bySluice(files: File[], createHashWorker: () => HashWorker): Promise<void> {
  const uploader: Uploader = createBrowserUploader({ api: createUploadApi(), createHashWorker });
  uploader.add(files, { onConflict: 'keep-both' });
  await new Promise<void>((resolve, reject) => {
    const look = () => {
      const { readyFiles, states } = uploader.getSnapshot().totals;
      if (readyFiles === files.length) resolve();
      if (states.failed || states.refused) reject(new Error(JSON.stringify(uploader.getSnapshot().items)));
    };
    uploader.subscribe(look);
    look();
  });
  uploader.dispose();
}

async function post<Answer>(path: string, body: unknown): Promise<Answer> {
  const response = await fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return response.json();
}

type Meta = Record<string, never>;
type Signed = { url: string; headers?: Record<string, string>; fields?: Record<string, string> };

/**
 * Small files: one creating call of ours signs each file, one completing call confirms it, as a page with Uppy would do
 * it. Large ones: Uppy's own multipart, signed request by request.
 */
async function byUppy(
  files: File[],
  { small, retries }: { small: boolean; retries: number },
): Promise<number> {
  const uppy = new Uppy<Meta, Meta>({ autoProceed: false });
  const byKey = new Map<string, UppyFile<Meta, Meta>>();
  const uploads = new Map<string, string>();
  const confirmed: Promise<unknown>[] = [];
  uppy.use(AwsS3<Meta, Meta>, {
    shouldUseMultipart: !small,
    getChunkSize: () => 8 * 2 ** 20,
    generateObjectKey: (file) => {
      byKey.set(file.id, file);
      return file.id;
    },
    signRequest: async (request): Promise<Signed> => {
      if (!small) return post<Signed>('/bench/sign', request);
      const file = byKey.get(request.key);
      const { uploads: [upload] = [] } = await post<{ uploads: { id: string; presign: Signed }[] }>(
        '/api/uploads',
        {
          files: [{ name: file?.name, size: file?.size, type: file?.type }],
          onConflict: 'keep-both',
        },
      );
      if (!upload) throw new Error('The server answered for no upload.');
      uploads.set(request.key, upload.id);
      return upload.presign;
    },
  });
  uppy.on('upload-success', (file) => {
    const id = file && uploads.get(file.id);
    if (id) confirmed.push(post(`/api/uploads/${id}/complete`, {}));
  });
  uppy.addFiles(files.map((data) => ({ name: data.name, type: data.type, data })));
  let result = await uppy.upload();
  let pressed = 0;
  for (; result?.failed?.length; pressed += 1) {
    if (pressed >= retries) throw new Error(`Uppy failed: ${result.failed[0]?.error}`);
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    result = await uppy.retryAll();
  }
  await Promise.all(confirmed);
  uppy.destroy();
  return pressed;
}

/** One PUT of the file as it is: what the browser can do at best. */
async function byXhr([file]: File[]): Promise<void> {
  if (!file) throw new Error('No file.');
  const { url } = await post<Signed>('/bench/sign', { method: 'PUT', key: `${crypto.randomUUID()}` });
  await new Promise<void>((resolve, reject) => {
    const xhr = new XMLHttpRequest();
    xhr.onload = () => (xhr.status === 200 ? resolve() : reject(new Error(`${xhr.status}`)));
    xhr.onerror = () => reject(new Error('The connection broke.'));
    xhr.open('PUT', url);
    xhr.send(file);
  });
}

declare global {
  interface Window {
    benchRun: typeof run;
  }
}
window.benchRun = run;
