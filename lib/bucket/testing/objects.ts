import assert from 'node:assert/strict';
import { elements } from '../conformance/check';
import { type Endpoint, encodePath, type RawAnswer, type RawRequest, send } from '../conformance/client';

/** A few calls on one bucket, for tests of what lies beneath. */
export function callsOn(endpoint: Endpoint, bucket = 'test') {
  const call = (path: string, request: Omit<RawRequest, 'path'> = {}): Promise<RawAnswer> =>
    send(endpoint, { ...request, path: path ? `/${bucket}/${encodePath(path)}` : `/${bucket}` });
  const ok = async (answer: Promise<RawAnswer>) => {
    const found = await answer;
    assert.ok(found.status < 300, `${found.status} ${found.text}`);
    return found;
  };
  return {
    call,
    makeBucket: () => ok(call('', { method: 'PUT' })),
    put: (key: string, body: Buffer | string, headers?: Record<string, string>) =>
      ok(call(key, { method: 'PUT', body, headers })),
    get: async (key: string) => {
      const answer = await call(key);
      return answer.status === 404 ? null : (await ok(Promise.resolve(answer))).body;
    },
    remove: (key: string) => ok(call(key, { method: 'DELETE' })),
    copy: (from: string, to: string) =>
      ok(call(to, { method: 'PUT', headers: { 'x-amz-copy-source': `/${bucket}/${encodePath(from)}` } })),
    createUpload: async (key: string) => {
      const { text } = await ok(call(key, { method: 'POST', query: [['uploads', '']] }));
      return elements(text, 'UploadId')[0] ?? '';
    },
    putPart: async (key: string, uploadId: string, partNumber: number, body: Buffer | string) => {
      const query: [string, string][] = [
        ['partNumber', String(partNumber)],
        ['uploadId', uploadId],
      ];
      return (await ok(call(key, { method: 'PUT', query, body }))).headers.etag ?? '';
    },
    complete: (key: string, uploadId: string, etags: string[]) => {
      const parts = etags.map(
        (etag, i) => `<Part><PartNumber>${i + 1}</PartNumber><ETag>${etag}</ETag></Part>`,
      );
      const body = `<CompleteMultipartUpload>${parts.join('')}</CompleteMultipartUpload>`;
      return ok(call(key, { method: 'POST', query: [['uploadId', uploadId]], body }));
    },
    abort: (key: string, uploadId: string) =>
      ok(call(key, { method: 'DELETE', query: [['uploadId', uploadId]] })),
    listKeys: async () => {
      const keys: string[] = [];
      for (let token: string | undefined = ''; token !== undefined; ) {
        const query: [string, string][] = [
          ['list-type', '2'],
          ['encoding-type', 'url'],
        ];
        if (token) query.push(['continuation-token', token]);
        const { text }: RawAnswer = await ok(call('', { query }));
        keys.push(...elements(text, 'Key').map(decodeURIComponent));
        token = elements(text, 'NextContinuationToken')[0];
      }
      return keys;
    },
    listUploads: async () => elements((await ok(call('', { query: [['uploads', '']] }))).text, 'UploadId'),
    listParts: async (key: string, uploadId: string) =>
      elements((await ok(call(key, { query: [['uploadId', uploadId]] }))).text, 'PartNumber').map(Number),
  };
}
