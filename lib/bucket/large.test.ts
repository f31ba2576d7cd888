import assert from 'node:assert/strict';
import { mkdirSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { expect, test } from 'vitest';
import { elements } from './conformance/check';
import { startBucket } from './index';
import { encodeFooter } from './store/footer';
import { Layout, partFileName } from './store/layout';
import type { ObjectRecord } from './store/records';
import { callsOn } from './testing/objects';
import { withFolder } from './testing/process';

const gibibyte = 2 ** 30;
const sizes = [5 * gibibyte, gibibyte + 4];
const sizeBytes = 6 * gibibyte + 4;
const set = 'ab'.repeat(16);

/** An object of two parts and 6 GiB whose files are holes: it costs no disk. The index is made from it at start. */
function makeLarge(folder: string): void {
  const layout = new Layout(folder);
  layout.create();
  writeFileSync(layout.bucketFile('test'), JSON.stringify({ name: 'test', createdMs: Date.now() }));
  mkdirSync(layout.segmentSet(set), { recursive: true });
  const files = sizes.map((size, i) => {
    const file = partFileName(i + 1, 1);
    writeFileSync(layout.segmentFile(set, file), '');
    truncateSync(layout.segmentFile(set, file), size);
    return { partNumber: i + 1, file, sizeBytes: size };
  });
  const record: ObjectRecord = {
    kind: 'object',
    bucket: 'test',
    key: 'large',
    sizeBytes,
    etag: `${'0'.repeat(32)}-2`,
    modifiedMs: Date.now(),
    headers: { 'content-type': 'video/mp4' },
    checksums: {},
    segments: { set, files },
  };
  mkdirSync(dirname(layout.objectFile(1)));
  writeFileSync(layout.objectFile(1), encodeFooter(record));
}

test('an object beyond 5 GiB is read by ranges and copied in parts, not at once', () =>
  withFolder(async (dataDir) => {
    makeLarge(dataDir);
    const key = { accessKeyId: 'TESTKEY', secretAccessKey: 'test-secret' };
    const bucket = await startBucket({ port: 0, dataDir, keys: [key], minFreeFraction: 0 });
    const calls = callsOn({ url: new URL(bucket.url), region: 'us-east-1', ...key });

    const head = await calls.call('large', { method: 'HEAD' });
    expect(head.headers['content-length']).toBe(String(sizeBytes));
    const end = await calls.call('large', {
      headers: { range: `bytes=${5 * gibibyte - 2}-${5 * gibibyte + 1}` },
    });
    expect([end.status, end.body.length]).toEqual([206, 4]);
    expect(end.headers['content-range']).toBe(`bytes ${5 * gibibyte - 2}-${5 * gibibyte + 1}/${sizeBytes}`);
    expect(elements((await calls.call('')).text, 'Size')).toEqual([String(sizeBytes)]);

    const source = { 'x-amz-copy-source': '/test/large' };
    const whole = await calls.call('copy', { method: 'PUT', headers: source });
    expect([whole.status, whole.code]).toEqual([400, 'InvalidRequest']);
    const uploadId = await calls.createUpload('copy');
    const copyPart = (headers: Record<string, string>) =>
      calls.call('copy', {
        method: 'PUT',
        query: [
          ['partNumber', '1'],
          ['uploadId', uploadId],
        ],
        headers: { ...source, ...headers },
      });
    for (const range of [{}, { 'x-amz-copy-source-range': `bytes=0-${5 * gibibyte}` }]) {
      const refused = await copyPart(range as Record<string, string>);
      expect([refused.status, refused.code]).toEqual([400, 'InvalidRequest']);
    }
    const last = await copyPart({ 'x-amz-copy-source-range': `bytes=${sizeBytes - 1000}-${sizeBytes - 1}` });
    const etag = elements(last.text, 'ETag')[0] ?? '';
    await calls.complete('copy', uploadId, [etag]);
    assert.ok((await calls.get('copy'))?.equals(Buffer.alloc(1000)));
    await bucket.close();
  }));
