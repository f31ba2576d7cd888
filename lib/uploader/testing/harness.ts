import { createHash, randomBytes } from 'node:crypto';
import { afterEach, beforeEach, expect, vi } from 'vitest';
import { createUploadApi } from '../api';
import { createInThreadHashWorker } from '../hash';
import type { StateName } from '../state';
import { Uploader, type UploaderOptions } from '../uploader';
import { TestBucket } from './test-bucket';
import { TestServer } from './test-server';

export const mebibyte = 1024 * 1024;

/** A bucket, a server and any number of uploaders for each test; all gone after it. */
export function setUpWorld() {
  const world = { bucket: new TestBucket(), server: new TestServer({ bucket: new TestBucket() }) };
  let uploaders: Uploader[] = [];

  beforeEach(async () => {
    world.bucket = new TestBucket();
    await world.bucket.listen();
    world.server = new TestServer({ bucket: world.bucket });
    await world.server.listen();
  });

  afterEach(async () => {
    for (const uploader of uploaders) uploader.dispose();
    uploaders = [];
    await Promise.all([world.bucket.close(), world.server.close()]);
  });

  const makeUploader = (options: Partial<UploaderOptions> = {}): Uploader => {
    const uploader = new Uploader({
      api: createUploadApi({ baseUrl: world.server.url }),
      createHashWorker: createInThreadHashWorker,
      retry: { baseMs: 10, capMs: 100 },
      ...options,
    });
    uploaders.push(uploader);
    return uploader;
  };

  /** The server made one file of each, and the bucket holds exactly their bytes. */
  const expectStored = async (files: File[]): Promise<void> => {
    const rows = [...world.server.rows.values()].filter(({ state }) => state === 'ready');
    const stored = rows.map(
      ({ id, file }) => [file.name, md5Of(world.bucket.objects.get(id)!.bytes)] as const,
    );
    const sent = files.map(
      async (file) => [file.name, md5Of(new Uint8Array(await file.arrayBuffer()))] as const,
    );
    expect(new Map(stored)).toEqual(new Map(await Promise.all(sent)));
    expect(world.server.files.size).toBe(files.length);
  };

  return { world, makeUploader, expectStored };
}

const md5Of = (bytes: Uint8Array): string => createHash('md5').update(bytes).digest('hex');

export const makeFile = (name: string, sizeBytes: number, lastModified = 1_700_000_000_000): File =>
  new File([randomBytes(sizeBytes)], name, { type: 'application/octet-stream', lastModified });

export const states = (uploader: Uploader): StateName[] =>
  uploader.getSnapshot().items.map((item) => item.state.name);

/** Waits until every item is in that state. */
export const until = (uploader: Uploader, state: StateName): Promise<void> =>
  vi.waitFor(() => expect(new Set(states(uploader))).toEqual(new Set([state])), {
    timeout: 50_000,
    interval: 10,
  });
