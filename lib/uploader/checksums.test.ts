import { createHash } from 'node:crypto';
import { expect, it, vi } from 'vitest';
import { createUploadApi, type UploadApi } from './api';
import { deferred } from './deferred';
import { createInThreadHashWorker } from './hash';
import type { HashWorker } from './hash-protocol';
import type { Checksums, CompleteRequest, PartDigestKind } from './protocol';
import { fetchTransport } from './put';
import { createMemoryResumeStore } from './resume-store';
import { makeFile, mebibyte, setUpWorld, states, until } from './testing/harness';

const { world, makeUploader, expectStored } = setUpWorld();

const digestOf = async (kind: 'md5' | 'sha256', blob: Blob) =>
  createHash(kind)
    .update(new Uint8Array(await blob.arrayBuffer()))
    .digest('base64');

/** The server of an endpoint whose ETags prove nothing; keeps the digests it was asked to sign. */
function strictApi(partDigest: PartDigestKind, signed: Record<number, Checksums> = {}): UploadApi {
  const api = createUploadApi({ baseUrl: world.server.url });
  return {
    ...api,
    create: async (request, options) => ({
      uploads: (await api.create(request, options)).uploads.map((upload) =>
        'partSize' in upload ? { ...upload, partDigest } : upload,
      ),
    }),
    get: async (id, signal) => ({ ...(await api.get(id, signal)), partDigest }),
    presign: (id, partNumbers, signal, checksums) => {
      expect(Object.keys(checksums ?? {})).toEqual(partNumbers?.map(String));
      Object.assign(signed, checksums);
      return api.presign(id, partNumbers, signal);
    },
    // Such a server compares no MD5 with an ETag.
    complete: (id, { checksums }, signal) => api.complete(id, checksums ? { checksums } : {}, signal),
  };
}

it.each(['md5', 'sha256'] as const)(
  'where ETags prove nothing each part is hashed first and signed with its %s',
  async (kind) => {
    const signed: Record<number, Checksums> = {};
    const strict = strictApi(kind, signed);
    const uploader = makeUploader({ api: strict });
    const file = makeFile('large', 17 * mebibyte);
    uploader.add([file]);
    await until(uploader, 'ready');
    await expectStored([file]);
    const partSize = 5 * mebibyte;
    for (let partNumber = 1; partNumber <= 4; partNumber += 1) {
      const part = file.slice((partNumber - 1) * partSize, partNumber * partSize);
      expect(signed[partNumber]).toEqual({ [kind]: await digestOf(kind, part) });
    }
  },
);

it.each([
  ['same', [5, 6, 7]],
  // Nothing tells there whether the file picked is the one that was begun.
  ['another', [1, 2, 3, 4, 5, 6, 7]],
])('where ETags prove nothing they do not hinder a resume in %s browser', async (browser, travelling) => {
  world.bucket.opaqueEtags = true;
  const store = createMemoryResumeStore();
  const file = makeFile('large', 33 * mebibyte);
  world.bucket.fault = ({ partNumber }) => ((partNumber ?? 0) > 4 ? { kind: 'stall' } : null);
  const first = makeUploader({ store, api: strictApi('sha256') });
  first.add([file]);
  await vi.waitFor(() => expect([...world.bucket.parts.values()][0]?.size).toBe(4), { timeout: 20_000 });
  await vi.waitFor(() => expect(world.bucket.underWay).toBe(3), { timeout: 20_000 });
  first.dispose();
  await vi.waitFor(() => expect(world.bucket.underWay).toBe(0), { timeout: 20_000 });
  world.bucket.fault = () => null;
  world.bucket.seen.length = 0;
  const second = makeUploader({
    store: browser === 'same' ? store : createMemoryResumeStore(),
    api: strictApi('sha256'),
  });
  await second.restore();
  expect(states(second)).toEqual(['needs-file']);
  second.add([file]);
  await until(second, 'ready');
  await expectStored([file]);
  expect(world.bucket.seen.map(({ partNumber }) => partNumber).sort()).toEqual(travelling);
});

/** Where the SHA-256 of a whole file is told, the requests of `complete`. */
function listening(): { api: UploadApi; told: CompleteRequest[] } {
  const api = createUploadApi({ baseUrl: world.server.url });
  const told: CompleteRequest[] = [];
  const complete: UploadApi['complete'] = (id, request, signal) => {
    told.push(request);
    return api.complete(id, request, signal);
  };
  return { api: { ...api, complete }, told };
}

/** A hash worker between whose pieces of a whole file and their answers somebody stands. */
function watchedWorker(onPiece: (piece: Blob | null) => 'pass' | 'hold', onEnd: () => void): HashWorker {
  const worker = createInThreadHashWorker();
  const ends = new Set<number>();
  worker.addEventListener('message', ({ data }) => {
    if (ends.has(data.id)) onEnd();
  });
  return {
    ...worker,
    postMessage: (message) => {
      if ('running' in message && message.piece === null) ends.add(message.id);
      if (!('running' in message) || onPiece(message.piece) === 'pass') worker.postMessage(message);
    },
  };
}

it('where the link is slower than the hash, the SHA-256 of the whole file is told', async () => {
  const { api, told } = listening();
  const hashed = deferred();
  const uploader = makeUploader({
    api,
    createHashWorker: () => watchedWorker(() => 'pass', hashed.resolve),
    transport: async (request) => {
      await hashed.promise;
      return fetchTransport(request);
    },
  });
  const file = makeFile('large', 17 * mebibyte);
  uploader.add([file]);
  await until(uploader, 'ready');
  expect(told).toMatchObject([{ checksums: { sha256: await digestOf('sha256', file) } }]);
});

it('where parts arrive faster than they are hashed, nobody waits for the SHA-256', async () => {
  const { api, told } = listening();
  let held = 0;
  const holdAll = () => {
    held += 1;
    return 'hold' as const;
  };
  const uploader = makeUploader({ api, createHashWorker: () => watchedWorker(holdAll, () => {}) });
  const file = makeFile('large', 33 * mebibyte);
  uploader.add([file]);
  await until(uploader, 'ready');
  await expectStored([file]);
  expect(held).toBe(1);
  expect(told).toHaveLength(1);
  expect(told[0]).not.toHaveProperty('checksums');
});
