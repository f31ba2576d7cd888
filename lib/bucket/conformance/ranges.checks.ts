import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { area, type Bench, expectAbsent, expectStatus, onObject, put, read } from './check';

const body = '0123456789';
const etag = `"${createHash('md5').update(body).digest('hex')}"`;

async function range(bench: Bench, header: string, status: number, text?: string, contentRange?: string) {
  const answer = await onObject(bench, bench.key(), { headers: { range: header } });
  expectStatus(answer, status);
  if (text !== undefined) assert.equal(answer.text, text, header);
  assert.equal(answer.headers['content-range'], contentRange, header);
}

const hour = 3_600_000;
const httpDate = (offset: number) => new Date(Date.now() + offset).toUTCString();

export const rangeChecks = [
  ...area('ranges', {
    'bytes=a-b, a-, -n give their bytes': async (bench) => {
      await put(bench, bench.key(), body);
      await range(bench, 'bytes=2-4', 206, '234', 'bytes 2-4/10');
      await range(bench, 'bytes=0-0', 206, '0', 'bytes 0-0/10');
      await range(bench, 'bytes=7-', 206, '789', 'bytes 7-9/10');
      await range(bench, 'bytes=-3', 206, '789', 'bytes 7-9/10');
      await range(bench, 'bytes=0-', 206, body, 'bytes 0-9/10');
    },
    'a range past the end is cut to the object': async (bench) => {
      await put(bench, bench.key(), body);
      await range(bench, 'bytes=8-99', 206, '89', 'bytes 8-9/10');
      await range(bench, 'bytes=-99', 206, body, 'bytes 0-9/10');
      await range(bench, 'bytes=9-99999999999999999999', 206, '9', 'bytes 9-9/10');
    },
    'a range outside the object is 416': async (bench) => {
      await put(bench, bench.key(), body);
      for (const header of ['bytes=10-', 'bytes=10-20', 'bytes=-0']) {
        const answer = await onObject(bench, bench.key(), { headers: { range: header } });
        expectStatus(answer, 416, 'InvalidRange');
      }
    },
    'a 416 tells the size of the object': async (bench) => {
      await put(bench, bench.key(), body);
      await range(bench, 'bytes=10-', 416, undefined, 'bytes */10');
    },
    'a range of an empty object is 416': async (bench) => {
      await put(bench, bench.key(), '');
      expectStatus(
        await onObject(bench, bench.key(), { headers: { range: 'bytes=0-' } }),
        416,
        'InvalidRange',
      );
    },
    'a range that cannot be understood is ignored': async (bench) => {
      await put(bench, bench.key(), body);
      for (const header of ['bytes=5-2', 'lines=1-2', 'bytes=a-b', 'bytes=-', 'bytes'])
        await range(bench, header, 200, body);
    },
    'several ranges at once give the whole object': async (bench) => {
      await put(bench, bench.key(), body);
      await range(bench, 'bytes=0-1,4-5', 200, body);
    },
    'HEAD honours a range': async (bench) => {
      await put(bench, bench.key(), body);
      const answer = await onObject(bench, bench.key(), { method: 'HEAD', headers: { range: 'bytes=2-4' } });
      expectStatus(answer, 206);
      assert.equal(answer.headers['content-length'], '3');
    },
    'If-Range with the ETag gives the range, with another the whole': async (bench) => {
      await put(bench, bench.key(), body);
      const ask = (ifRange: string) =>
        onObject(bench, bench.key(), { headers: { range: 'bytes=0-1', 'if-range': ifRange } });
      assert.equal((await ask(etag)).text, '01');
      assert.equal((await ask('"other"')).text, body);
    },
  }),
  ...area('conditions', {
    'If-Match serves its ETag and refuses others': async (bench) => {
      await put(bench, bench.key(), body);
      expectStatus(await onObject(bench, bench.key(), { headers: { 'if-match': etag } }), 200);
      expectStatus(await onObject(bench, bench.key(), { headers: { 'if-match': '*' } }), 200);
      const answer = await onObject(bench, bench.key(), { headers: { 'if-match': '"other"' } });
      expectStatus(answer, 412, 'PreconditionFailed');
    },
    'If-None-Match answers 304 with the ETag': async (bench) => {
      await put(bench, bench.key(), body);
      const answer = await onObject(bench, bench.key(), { headers: { 'if-none-match': etag } });
      expectStatus(answer, 304);
      assert.equal(answer.headers.etag, etag);
      assert.equal(answer.body.length, 0);
      expectStatus(await onObject(bench, bench.key(), { headers: { 'if-none-match': '"other"' } }), 200);
    },
    'If-Modified-Since and If-Unmodified-Since hold': async (bench) => {
      await put(bench, bench.key(), body);
      const ask = (headers: Record<string, string>) => onObject(bench, bench.key(), { headers });
      expectStatus(await ask({ 'if-modified-since': httpDate(-hour) }), 200);
      expectStatus(await ask({ 'if-modified-since': httpDate(hour) }), 304);
      expectStatus(await ask({ 'if-unmodified-since': httpDate(hour) }), 200);
      expectStatus(await ask({ 'if-unmodified-since': httpDate(-hour) }), 412);
    },
    'the ETag conditions outrank the dates': async (bench) => {
      await put(bench, bench.key(), body);
      const match = { 'if-match': etag, 'if-unmodified-since': httpDate(-hour) };
      expectStatus(await onObject(bench, bench.key(), { headers: match }), 200);
    },
    'PUT with If-None-Match: * creates only': async (bench) => {
      const headers = { 'if-none-match': '*' };
      await put(bench, bench.key(), 'first', headers);
      const answer = await onObject(bench, bench.key(), { method: 'PUT', body: 'second', headers });
      expectStatus(answer, 412, 'PreconditionFailed');
      assert.equal(String(await read(bench, bench.key())), 'first');
    },
    'PUT with If-Match replaces that version only': async (bench) => {
      await put(bench, bench.key(), body);
      const wrong = await onObject(bench, bench.key(), {
        method: 'PUT',
        body: 'x',
        headers: { 'if-match': '"other"' },
      });
      expectStatus(wrong, 412, 'PreconditionFailed');
      assert.equal(String(await read(bench, bench.key())), body);
      await put(bench, bench.key(), 'new', { 'if-match': etag });
      assert.equal(String(await read(bench, bench.key())), 'new');
    },
    'PUT with If-Match where nothing is stores nothing': async (bench) => {
      const answer = await onObject(bench, bench.key(), {
        method: 'PUT',
        body: 'x',
        headers: { 'if-match': etag },
      });
      assert.ok([404, 412].includes(answer.status), `saw ${answer.status}`);
      await expectAbsent(bench, bench.key());
    },
    'of 8 writers with If-None-Match: * one wins and seven get 412': async (bench) => {
      const writers = Array.from({ length: 8 }, (_, i) =>
        onObject(bench, bench.key(), {
          method: 'PUT',
          body: `writer ${i}`,
          headers: { 'if-none-match': '*' },
        }),
      );
      const statuses = (await Promise.all(writers)).map(({ status }) => status).sort();
      assert.deepEqual(statuses, [200, 412, 412, 412, 412, 412, 412, 412]);
      assert.match(String(await read(bench, bench.key())), /^writer \d$/);
    },
  }),
];
