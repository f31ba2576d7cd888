import { expect, it } from 'vitest';
import { createUploadApi } from './api';
import { TransportError } from './errors';
import { fetchTransport, type Transport } from './put';
import { makeFile, setUpWorld, until } from './testing/harness';
import type { UploaderOptions } from './uploader';

const { world, makeUploader, expectStored } = setUpWorld();

/** A browser to which each answer is unreadable while `unreadable` says so; bytes move first where `moves`. */
const mute =
  ({ unreadable, moves }: { unreadable: () => boolean; moves: boolean }): Transport =>
  async (request) => {
    if (moves) request.onProgress?.(1);
    if (unreadable()) throw new TransportError('network');
    return fetchTransport(request);
  };

const api = (isStorageUp: () => boolean): UploaderOptions['api'] => ({
  ...createUploadApi({ baseUrl: world.server.url }),
  isStorageUp: async () => isStorageUp(),
});
const large = () => makeFile('film.bin', 300_000);

it('a bucket that answers the probe and never this page is reported as blocked', async () => {
  const transport = mute({ unreadable: () => true, moves: false });
  const uploader = makeUploader({ transport, diagnose: async () => 'blocked', api: api(() => true) });
  uploader.add([large()]);
  await until(uploader, 'failed');
  expect(uploader.getSnapshot().items[0]?.state).toMatchObject({ reason: 'storage-blocked' });
});

it('a proxy that answers without CORS headers for a dead bucket is waited for, before any byte has moved', async () => {
  let tries = 0;
  const unreadable = () => {
    tries += 1;
    return tries <= 12;
  };
  const transport = mute({ unreadable, moves: false });
  const uploader = makeUploader({ transport, diagnose: async () => 'blocked', api: api(() => tries > 12) });
  const file = large();
  uploader.add([file]);
  await until(uploader, 'ready');
  await expectStored([file]);
});

it('a bucket that came back between a broken try and the probe is tried again', async () => {
  let tries = 0;
  const unreadable = () => {
    tries += 1;
    return tries <= 3;
  };
  const transport = mute({ unreadable, moves: false });
  const uploader = makeUploader({ transport, diagnose: async () => 'blocked', api: api(() => true) });
  uploader.add([large()]);
  await until(uploader, 'ready');
});

it('once bytes have moved it is not CORS: tried for longer, and then named a refusal', async () => {
  let tries = 0;
  let last = 9;
  const unreadable = () => {
    tries += 1;
    return tries <= last;
  };
  const transport = mute({ unreadable, moves: true });
  const uploader = makeUploader({ transport, diagnose: async () => 'blocked', api: api(() => true) });
  uploader.add([large()]);
  await until(uploader, 'ready');

  tries = 0;
  last = Number.POSITIVE_INFINITY;
  const other = makeUploader({ transport, diagnose: async () => 'blocked', api: api(() => true) });
  other.add([makeFile('other.bin', 300_000)]);
  await until(other, 'failed');
  expect(other.getSnapshot().items[0]?.state).toMatchObject({ reason: 'storage-forbidden' });
});

it('the app is asked whether the storage is up, and says so', async () => {
  const answer = (checks: object) => async () => Response.json({ status: 'any', checks }, { status: 503 });
  const asked = (checks: object) => createUploadApi({ fetch: answer(checks) }).isStorageUp?.();
  expect(await asked({ database: 'ok', storage: 'failed' })).toBe(false);
  expect(await asked({ database: 'failed', storage: 'ok' })).toBe(true);
  const silent = createUploadApi({ fetch: () => Promise.reject(new TypeError('no network')) });
  expect(await silent.isStorageUp?.()).toBe(false);
});

it('a link refused again and again while new keys spread goes through in the end', async () => {
  let left = 8;
  world.bucket.fault = () =>
    left-- > 0 ? { kind: 'status', status: 403, code: 'InvalidAccessKeyId' } : null;
  const uploader = makeUploader();
  const file = makeFile('a', 1_000);
  uploader.add([file]);
  await until(uploader, 'ready');
  await expectStored([file]);
});

it.each([
  ['InvalidAccessKeyId', /does not know the keys/],
  ['RequestTimeTooSkewed', /clocks/],
  ['SignatureDoesNotMatch', /secret key is wrong/],
  ['AccessDenied', /may not write there/],
])('a refusal with %s that stays ends with its sentence', async (code, sentence) => {
  world.bucket.fault = () => ({ kind: 'status', status: 403, code });
  const uploader = makeUploader();
  uploader.add([makeFile('a', 1_000)]);
  await until(uploader, 'failed');
  const message = expect.stringMatching(sentence);
  const state = { reason: 'storage-forbidden', retryable: true, message };
  expect(uploader.getSnapshot().items[0]?.state).toMatchObject(state);
});
