import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, it, vi } from 'vitest';
import { createUploadApi, type UploadApi } from './api';
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
  first.dispose();
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

it('a slow link leaves time for the SHA-256 of the whole file', async () => {
  const api = createUploadApi({ baseUrl: world.server.url });
  const told: CompleteRequest[] = [];
  const uploader = makeUploader({
    api: {
      ...api,
      complete: (id, request, signal) => {
        told.push(request);
        return api.complete(id, request, signal);
      },
    },
    transport: async (request) => {
      await delay(600);
      return fetchTransport(request);
    },
  });
  const file = makeFile('large', 17 * mebibyte);
  uploader.add([file]);
  await until(uploader, 'ready');
  expect(told).toMatchObject([{ checksums: { sha256: await digestOf('sha256', file) } }]);
});
