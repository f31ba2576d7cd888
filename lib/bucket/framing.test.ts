import assert from 'node:assert/strict';
import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { putStreamed, type StreamOptions } from './conformance/streamed-body';
import { startBucket } from './index';
import { callsOn } from './testing/objects';
import { filesBelow, withFolder } from './testing/process';

const chunks = ['first piece of the body', 'x'.repeat(8192), 'the last one'];
const content = Buffer.from(chunks.join(''));
const trailer: [string, string] = ['x-amz-checksum-crc32', crcOf(content)];

function crcOf(bytes: Buffer): string {
  const crc = Buffer.alloc(4);
  crc.writeUInt32BE(crc32(bytes));
  return crc.toString('base64');
}

/** Damage to a framed body: bytes overwritten, cut out, put in or sent twice, anywhere in it. */
const damage = fc.tuple(
  fc.constantFrom('overwrite', 'cut', 'insert', 'repeat'),
  fc.nat(),
  fc.uint8Array({ minLength: 1, maxLength: 12 }),
);

function spoil(framed: Buffer, [way, at, bytes]: [string, number, Uint8Array]): Buffer {
  const from = at % framed.length;
  const [head, tail] = [framed.subarray(0, from), framed.subarray(from)];
  const after = framed.subarray(from + bytes.length);
  switch (way) {
    case 'overwrite':
      return Buffer.concat([head, bytes, after]);
    case 'cut':
      return Buffer.concat([head, after]);
    case 'insert':
      return Buffer.concat([head, bytes, tail]);
    default:
      return Buffer.concat([head, tail.subarray(0, bytes.length), tail]);
  }
}

test('a damaged aws-chunked body is stored as it was signed or not at all', { timeout: 120_000 }, () =>
  withFolder(async (dataDir) => {
    const key = { accessKeyId: 'TESTKEY', secretAccessKey: 'test-secret' };
    const faults: string[] = [];
    const bucket = await startBucket({
      port: 0,
      dataDir,
      keys: [key],
      minFreeFraction: 0,
      log: ({ event, detail }) => event === 'fault' && faults.push(String(detail)),
    });
    const endpoint = { url: new URL(bucket.url), region: 'us-east-1', ...key };
    const calls = callsOn(endpoint);
    await calls.makeBucket();
    const forms: StreamOptions[] = [
      { form: 'signed', chunks },
      { form: 'signed-trailer', chunks, trailer },
      { form: 'unsigned-trailer', chunks, trailer },
    ];
    for (const options of forms)
      expect((await putStreamed({ endpoint, bucket: 'test' }, 'sound', options)).status).toBe(200);
    await calls.remove('sound');
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...forms), damage, async (options, harm) => {
        const tamper = (framed: Buffer) => spoil(framed, harm);
        const answer = await putStreamed({ endpoint, bucket: 'test' }, 'spoilt', { ...options, tamper });
        const stored = await calls.get('spoilt');
        if (answer.status !== 200) assert.equal(stored, null);
        else assert.ok(stored?.equals(content), 'damage that changes nothing, as in the case of a letter');
        if (stored) await calls.remove('spoilt');
      }),
      { numRuns: 200 },
    );
    expect(faults).toEqual([]);
    expect((await filesBelow(dataDir)).filter((file) => /^(tmp|objects)\//.test(file))).toEqual([]);
    await bucket.close();
  }),
);
