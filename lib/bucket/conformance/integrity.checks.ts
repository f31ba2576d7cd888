import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { area, type Bench, expectAbsent, expectStatus, onObject, put, read } from './check';
import { putStreamed } from './streamed-body';

const body = 'The quick brown fox jumps over the lazy dog';
const digest = (name: string) => createHash(name).update(body).digest('base64');

/** Checksums of the body above; CRC-32 and CRC-32C are the published values for this sentence. */
const checksums: Record<string, string> = {
  sha256: digest('sha256'),
  sha1: digest('sha1'),
  crc32: Buffer.from('414fa339', 'hex').toString('base64'),
  crc32c: Buffer.from('22620404', 'hex').toString('base64'),
  crc64nvme: '12xUBUlUwUM=',
};

async function refused(bench: Bench, headers: Record<string, string>, code: string) {
  expectStatus(await onObject(bench, bench.key(), { method: 'PUT', body, headers }), 400, code);
  await expectAbsent(bench, bench.key());
}

const wrong = (base64: string) => Buffer.from(base64, 'base64').reverse().toString('base64');

export const integrityChecks = [
  ...area('integrity', {
    'a right Content-MD5 is accepted': async (bench) => {
      await put(bench, bench.key(), body, { 'content-md5': digest('md5') });
    },
    'a wrong Content-MD5 stores nothing': (bench) =>
      refused(bench, { 'content-md5': wrong(digest('md5')) }, 'BadDigest'),
    'a Content-MD5 that is none is InvalidDigest': (bench) =>
      refused(bench, { 'content-md5': 'bm90IGFuIG1kNQ==' }, 'InvalidDigest'),
    'a body that is not the signed one stores nothing': async (bench) => {
      const signing = {
        tamper: (request: { body: Buffer }) => {
          request.body = Buffer.from('tampered');
        },
      };
      const answer = await onObject(bench, bench.key(), { method: 'PUT', body, signing });
      expectStatus(answer, 400, 'XAmzContentSHA256Mismatch');
      await expectAbsent(bench, bench.key());
    },
    'a failed replacement leaves the old object': async (bench) => {
      await put(bench, bench.key(), 'old');
      const headers = { 'content-md5': wrong(digest('md5')) };
      expectStatus(await onObject(bench, bench.key(), { method: 'PUT', body, headers }), 400, 'BadDigest');
      assert.equal(String(await read(bench, bench.key())), 'old');
    },
    'an x-amz-checksum header that is no digest is refused': (bench) =>
      refused(bench, { 'x-amz-checksum-sha256': 'short' }, 'InvalidRequest'),
    'two x-amz-checksum headers are refused': (bench) =>
      refused(
        bench,
        { 'x-amz-checksum-crc32': checksums.crc32 ?? '', 'x-amz-checksum-sha1': checksums.sha1 ?? '' },
        'InvalidRequest',
      ),
  }),
  ...area(
    'checksums',
    Object.fromEntries(
      Object.entries(checksums).flatMap(([name, value]) => [
        [
          `a right x-amz-checksum-${name} is accepted and given back`,
          async (bench: Bench) => {
            const header = `x-amz-checksum-${name}`;
            const answer = await put(bench, bench.key(), body, { [header]: value });
            assert.equal(answer.headers[header], value);
            const mode = { 'x-amz-checksum-mode': 'ENABLED' };
            assert.equal((await onObject(bench, bench.key(), { headers: mode })).headers[header], value);
            assert.equal((await onObject(bench, bench.key())).headers[header], undefined);
          },
        ],
        [
          `a wrong x-amz-checksum-${name} stores nothing`,
          (bench: Bench) => refused(bench, { [`x-amz-checksum-${name}`]: wrong(value) }, 'BadDigest'),
        ],
      ]),
    ),
  ),
  ...area('aws-chunked', {
    'signed pieces are put together': async (bench) => {
      const chunks = ['x'.repeat(70_000), 'y'.repeat(8192), 'z'];
      expectStatus(await putStreamed(bench, bench.key(), { form: 'signed', chunks }), 200);
      const answer = await onObject(bench, bench.key());
      assert.equal(answer.text, chunks.join(''));
      assert.equal(answer.headers['content-encoding'], undefined);
    },
    'unsigned pieces with a checksum as trailer are put together': async (bench) => {
      const trailer: [string, string] = ['x-amz-checksum-crc32', checksums.crc32 ?? ''];
      const answer = await putStreamed(bench, bench.key(), {
        form: 'unsigned-trailer',
        chunks: [body.slice(0, 10), body.slice(10)],
        trailer,
      });
      expectStatus(answer, 200);
      assert.equal(String(await read(bench, bench.key())), body);
    },
    'signed pieces with a signed trailer are put together': async (bench) => {
      const trailer: [string, string] = ['x-amz-checksum-sha256', checksums.sha256 ?? ''];
      expectStatus(
        await putStreamed(bench, bench.key(), { form: 'signed-trailer', chunks: [body], trailer }),
        200,
      );
      assert.equal(String(await read(bench, bench.key())), body);
    },
    'an empty streamed body is an empty object': async (bench) => {
      expectStatus(await putStreamed(bench, bench.key(), { form: 'signed', chunks: [] }), 200);
      assert.equal((await read(bench, bench.key()))?.length, 0);
    },
    'an altered piece stores nothing': async (bench) => {
      const tamper = (framed: Buffer) =>
        Buffer.from(framed.toString('latin1').replace('quick', 'quack'), 'latin1');
      const answer = await putStreamed(bench, bench.key(), { form: 'signed', chunks: [body], tamper });
      assert.ok([400, 403].includes(answer.status), `saw ${answer.status}`);
      await expectAbsent(bench, bench.key());
    },
    'a missing last piece stores nothing': async (bench) => {
      const tamper = (framed: Buffer) => framed.subarray(0, framed.lastIndexOf('\r\n0;') + 2);
      const answer = await putStreamed(bench, bench.key(), { form: 'signed', chunks: [body], tamper });
      assert.ok([400, 403].includes(answer.status), `saw ${answer.status}`);
      await expectAbsent(bench, bench.key());
    },
    'a wrong trailer checksum stores nothing': async (bench) => {
      const trailer: [string, string] = ['x-amz-checksum-crc32', wrong(checksums.crc32 ?? '')];
      const answer = await putStreamed(bench, bench.key(), {
        form: 'unsigned-trailer',
        chunks: [body],
        trailer,
      });
      expectStatus(answer, 400, 'BadDigest');
      await expectAbsent(bench, bench.key());
    },
    'an altered signed trailer stores nothing': async (bench) => {
      const trailer: [string, string] = ['x-amz-checksum-sha256', checksums.sha256 ?? ''];
      const tamper = (framed: Buffer) =>
        Buffer.from(framed.toString('latin1').replace(trailer[1], wrong(trailer[1])), 'latin1');
      const answer = await putStreamed(bench, bench.key(), {
        form: 'signed-trailer',
        chunks: [body],
        trailer,
        tamper,
      });
      assert.ok([400, 403].includes(answer.status), `saw ${answer.status}`);
      await expectAbsent(bench, bench.key());
    },
    'a decoded length that is not so stores nothing': async (bench) => {
      for (const declaredLength of [body.length - 1, body.length + 1]) {
        const answer = await putStreamed(bench, bench.key(), {
          form: 'signed',
          chunks: [body],
          declaredLength,
        });
        assert.ok([400, 403].includes(answer.status), `saw ${answer.status}`);
      }
      await expectAbsent(bench, bench.key());
    },
    'a broken chunk size stores nothing': async (bench) => {
      for (const size of ['zz', '-1', 'ffffffffffffffffffff', '']) {
        const tamper = (framed: Buffer) =>
          Buffer.from(framed.toString('latin1').replace(/^[0-9a-f]+/, size), 'latin1');
        const answer = await putStreamed(bench, bench.key(), { form: 'signed', chunks: [body], tamper });
        assert.ok([400, 403].includes(answer.status), `saw ${answer.status} for "${size}"`);
      }
      await expectAbsent(bench, bench.key());
    },
  }),
];
