import type { IncomingMessage } from 'node:http';
import { afterEach, describe, expect, test } from 'vitest';
import { copyObject } from './copy-object';
import { deleteObjects } from './delete-objects';
import { StorageError } from './errors';
import { headObject } from './head-object';
import { completeMultipart } from './multipart';
import { type Answer, type ScriptedEngine, startScriptedEngine } from './testing/scripted-engine';

let engine: ScriptedEngine | undefined;
afterEach(() => engine?.stop());

async function start(script: (request: IncomingMessage) => Answer): Promise<ScriptedEngine> {
  engine = await startScriptedEngine(script);
  return engine;
}

const error = (code: string) =>
  `<?xml version="1.0"?><Error><Code>${code}</Code><Message>no</Message><RequestId>R1</RequestId></Error>`;
const part = { partNumber: 1, etag: 'e', checksums: {} };
const complete = { key: 'k', multipartId: 'm', parts: [part] };
const copy = { ifMatchEtag: 'verified', contentType: 'x/y' };
const copied = (etag: string) => `<CopyObjectResult><ETag>"${etag}"</ETag></CopyObjectResult>`;

describe('completeMultipart()', () => {
  test('takes a 200 with an error inside for that error', async () => {
    const { on } = await start(() => ({ body: error('InvalidPart') }));
    const wanted = { kind: 'invalid', providerCode: 'InvalidPart', retryable: false };
    await expect(completeMultipart(complete, on)).rejects.toMatchObject(wanted);
  });

  test('tries again after a 200 with InternalError inside, then says unavailable', async () => {
    const { on, seen } = await start(() => ({ body: error('InternalError') }));
    await expect(completeMultipart(complete, on)).rejects.toMatchObject({
      kind: 'unavailable',
      retryable: true,
    });
    expect(seen.length).toBeGreaterThan(1);
  });

  test('does not take a 200 with nothing inside for done', async () => {
    const { on } = await start(({ method }) => (method === 'HEAD' ? { status: 404 } : {}));
    await expect(completeMultipart(complete, on)).rejects.toBeInstanceOf(StorageError);
  });

  test('looks at the object when the answer names no ETag, as Ceph 16 does', async () => {
    const body = '<CompleteMultipartUploadResult><Key>k</Key><ETag></ETag></CompleteMultipartUploadResult>';
    const { on } = await start(({ method }) =>
      method === 'HEAD' ? { headers: { etag: '"made-1"' } } : { body },
    );
    expect(await completeMultipart(complete, on)).toEqual({ etag: 'made-1' });
  });
});

describe('copyObject()', () => {
  test('undoes a copy of other bytes where the engine ignores the condition, as Ceph 16 does', async () => {
    const { on, seen } = await start(({ method }) => {
      if (method === 'HEAD') return { headers: { etag: '"changed"' } };
      return method === 'DELETE' ? { status: 204 } : { body: copied('changed') };
    });
    await expect(copyObject('from', 'to', copy, on)).rejects.toMatchObject({ kind: 'precondition_failed' });
    expect(seen).toEqual(['PUT /b/to', 'HEAD /b/from', 'DELETE /b/to']);
  });

  test('keeps a copy whose ETag differs while its source is unchanged, as with KMS keys', async () => {
    const { on } = await start(({ method }) =>
      method === 'HEAD' ? { headers: { etag: '"verified"' } } : { body: copied('random') },
    );
    expect(await copyObject('from', 'to', copy, on)).toEqual({ etag: 'random' });
  });

  test('does not take a 200 without a result, or with an error inside, for a copy', async () => {
    const empty = await start(() => ({}));
    await expect(copyObject('from', 'to', copy, empty.on)).rejects.toBeInstanceOf(StorageError);
    empty.stop();
    const broken = await start(() => ({ body: error('SlowDown') }));
    await expect(copyObject('from', 'to', copy, broken.on)).rejects.toMatchObject({ kind: 'slow_down' });
  });
});

describe('deleteObjects()', () => {
  test('tells which keys the engine would not delete', async () => {
    const body = `<DeleteResult><Error><Key>b</Key><Code>AccessDenied</Code><Message>no</Message></Error></DeleteResult>`;
    const { on } = await start(() => ({ body }));
    const [a, b] = await deleteObjects(['a', 'b'], on);
    expect(a).toEqual({ key: 'a', deleted: true });
    expect(b).toMatchObject({
      key: 'b',
      deleted: false,
      error: { kind: 'denied', providerCode: 'AccessDenied' },
    });
  });

  test('goes one by one where there is no bulk delete', async () => {
    const { on, seen } = await start(({ method }) =>
      method === 'POST' ? { status: 501, body: error('NotImplemented') } : { status: 204 },
    );
    expect((await deleteObjects(['a', 'b'], on)).every((result) => result.deleted)).toBe(true);
    expect(seen.slice(-2)).toEqual(['DELETE /b/a', 'DELETE /b/b']);
  });

  test('sends Content-MD5, which older engines ask for', async () => {
    let md5: unknown;
    const { on } = await start((request) => {
      md5 = request.headers['content-md5'];
      return { body: '<DeleteResult></DeleteResult>' };
    });
    await deleteObjects(['a'], on);
    expect(md5).toMatch(/^[A-Za-z0-9+/]{22}==$/);
  });
});

test('SlowDown is retried with pauses before it is given up', async () => {
  const { on, seen } = await start(() => ({ status: 503, body: error('SlowDown') }));
  await expect(headObject('k', on)).rejects.toMatchObject({ retryable: true, status: 503 });
  expect(seen).toHaveLength(4);
});
