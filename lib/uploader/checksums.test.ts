import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { createUploadApi, type UploadApi } from './api';
import type { Checksums, CompleteRequest } from './protocol';
import { fetchTransport } from './put';
import { makeFile, mebibyte, setUpWorld, until } from './testing/harness';

const { world, makeUploader, expectStored } = setUpWorld();

const digestOf = async (kind: 'md5' | 'sha256', blob: Blob) =>
  createHash(kind)
    .update(new Uint8Array(await blob.arrayBuffer()))
    .digest('base64');

it('where ETags prove nothing each part is hashed first and signed with its digest', async () => {
  const api = createUploadApi({ baseUrl: world.server.url });
  const signed: Record<number, Checksums> = {};
  const strict: UploadApi = {
    ...api,
    create: async (request, options) => ({
      uploads: (await api.create(request, options)).uploads.map((upload) =>
        'partSize' in upload ? { ...upload, partDigest: 'md5' } : upload,
      ),
    }),
    presign: (id, partNumbers, signal, checksums) => {
      expect(Object.keys(checksums ?? {})).toEqual(partNumbers?.map(String));
      Object.assign(signed, checksums);
      return api.presign(id, partNumbers, signal);
    },
  };
  const uploader = makeUploader({ api: strict });
  const file = makeFile('large', 17 * mebibyte);
  uploader.add([file]);
  await until(uploader, 'ready');
  await expectStored([file]);
  const partSize = 5 * mebibyte;
  for (let partNumber = 1; partNumber <= 4; partNumber += 1) {
    const part = file.slice((partNumber - 1) * partSize, partNumber * partSize);
    expect(signed[partNumber]).toEqual({ md5: await digestOf('md5', part) });
  }
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
