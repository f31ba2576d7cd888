import assert from 'node:assert/strict';
import { area, type Bench, elements, expectStatus, onBucket, onObject, put, read } from './check';
import { encode, send } from './client';

/** Keys that name something else to careless software, below a prefix of the check's own. */
const awkward = [
  '../up',
  '../../../../etc/passwd',
  './here',
  'a/../b',
  'a/./b',
  '//double',
  'a//b',
  '/',
  '.',
  '..',
  'trailing/',
  ' space ',
  'a b',
  'a+b',
  'a%2Fb',
  '%2e%2e/%2e%2e',
  'a?b=c&d',
  'a#b',
  'quote\'"`',
  '<xml>&amp;',
  'tab\there',
  'back\\slash',
  'con',
  'nul.txt',
  'a:b|c*d',
  'ünïcödé',
  '日本語/キー',
  '😀/🚀',
  'e\u0301',
  '\u00e9',
  '\u202egpj.exe',
  '\ufeffbom',
  '~tilde',
  '$dollar;semi,comma=',
  '%',
  '%zz',
  '{brace}[bracket]^',
  'bucket.json',
  'index.db',
];

/** Lists all keys below a prefix, page by page. */
export async function listAll(bench: Bench, prefix: string, parameters: [string, string][] = []) {
  const keys: string[] = [];
  const prefixes: string[] = [];
  let token: string | undefined;
  let pages = 0;
  do {
    const query: [string, string][] = [
      ['list-type', '2'],
      ['prefix', prefix],
      ['encoding-type', 'url'],
      ...parameters,
    ];
    if (token) query.push(['continuation-token', token]);
    const answer = await onBucket(bench, { query });
    expectStatus(answer, 200);
    keys.push(...elements(answer.text, 'Key').map(decodeURIComponent));
    for (const group of answer.text.match(/<CommonPrefixes>.*?<\/CommonPrefixes>/g) ?? [])
      prefixes.push(...elements(group, 'Prefix').map(decodeURIComponent));
    token = elements(answer.text, 'NextContinuationToken')[0];
    pages++;
  } while (token);
  return { keys, prefixes, pages };
}

const byUtf8 = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));

async function putAll(bench: Bench, keys: string[]) {
  for (let at = 0; at < keys.length; at += 16)
    await Promise.all(keys.slice(at, at + 16).map((key) => put(bench, key, key)));
}

export const keyChecks = [
  ...area('keys', {
    'awkward keys are stored, read and listed as they are': async (bench) => {
      const keys = awkward.map((name) => `${bench.key()}/${name}`);
      await putAll(bench, keys);
      for (const key of keys) assert.equal(String(await read(bench, key)), key, JSON.stringify(key));
      assert.deepEqual((await listAll(bench, bench.key())).keys, [...keys].sort(byUtf8));
    },
    'a key at the root of the bucket may climb nowhere': async (bench) => {
      for (const key of ['../escape', '..', '../../escape', '/etc/passwd']) {
        const answer = await send(bench.endpoint, {
          method: 'PUT',
          path: `/${bench.bucket}/${encode(key)}`,
          body: key,
        });
        if (answer.status !== 200) continue; // refusing it is as safe
        assert.equal(String(await read(bench, key)), key);
        expectStatus(await onObject(bench, key, { method: 'DELETE' }), 204);
      }
    },
    'composed and decomposed letters are two keys': async (bench) => {
      await put(bench, bench.key('\u00e9'), 'composed');
      await put(bench, bench.key('e\u0301'), 'decomposed');
      assert.equal(String(await read(bench, bench.key('\u00e9'))), 'composed');
      assert.equal(String(await read(bench, bench.key('e\u0301'))), 'decomposed');
    },
    'keys differ by case': async (bench) => {
      await put(bench, bench.key('Case'), 'upper');
      await put(bench, bench.key('case'), 'lower');
      assert.equal(String(await read(bench, bench.key('Case'))), 'upper');
    },
    'a key of 1,024 bytes is stored, one of 1,025 refused': async (bench) => {
      const fits = bench.key('').padEnd(1024, 'k');
      await put(bench, fits, 'x');
      assert.deepEqual((await listAll(bench, fits)).keys, [fits]);
      const answer = await onObject(bench, `${fits}k`, { method: 'PUT', body: 'x' });
      expectStatus(answer, 400, 'KeyTooLongError');
    },
    'the length of a key counts its bytes, not its letters': async (bench) => {
      const key = bench.key('').padEnd(600, 'ü');
      expectStatus(await onObject(bench, key, { method: 'PUT', body: 'x' }), 400, 'KeyTooLongError');
    },
    'NUL in a key does no harm': async (bench) => {
      const key = bench.key('-a');
      await put(bench, key, 'x');
      const answer = await onObject(bench, `${key}\0b`, { method: 'PUT', body: 'other' });
      assert.ok([200, 400].includes(answer.status), `saw ${answer.status}`);
      assert.equal(String(await read(bench, key)), 'x');
    },
    'a path that is not UTF-8 or badly escaped is refused': async (bench) => {
      for (const tail of ['%ff%fe', '%c3%28', '%']) {
        const answer = await send(bench.endpoint, {
          method: 'PUT',
          path: `/${bench.bucket}/bad${tail}`,
          body: 'x',
        });
        assert.ok([400, 403].includes(answer.status), `saw ${answer.status} for ${tail}`);
      }
    },
  }),
  ...area('listing', {
    'keys come in the order of their UTF-8 bytes': async (bench) => {
      const keys = ['a', 'B', 'a0', 'a-', 'ä', 'z', '\uffee', '😀', 'a/b', 'a b'].map((name) =>
        bench.key(`/${name}`),
      );
      await putAll(bench, keys);
      assert.deepEqual((await listAll(bench, bench.key('/'))).keys, [...keys].sort(byUtf8));
    },
    'pages follow each other without gap or repetition': async (bench) => {
      const keys = Array.from({ length: 25 }, (_, i) => bench.key(`/${String(i).padStart(3, '0')}`));
      await putAll(bench, keys);
      for (const size of [1, 7, 24, 25]) {
        const { keys: found, pages } = await listAll(bench, bench.key('/'), [['max-keys', String(size)]]);
        assert.deepEqual(found, keys);
        assert.equal(pages, Math.ceil(25 / size));
      }
    },
    'a delimiter gathers what lies below it, across pages': async (bench) => {
      const names = ['a/1', 'a/2', 'a/b/3', 'b', 'c/4', 'd/', 'd/5', 'e'];
      await putAll(
        bench,
        names.map((name) => bench.key(`/${name}`)),
      );
      for (const size of [1, 2, 3, 1000]) {
        const found = await listAll(bench, bench.key('/'), [
          ['delimiter', '/'],
          ['max-keys', String(size)],
        ]);
        assert.deepEqual(
          found.keys,
          ['b', 'e'].map((name) => bench.key(`/${name}`)),
        );
        assert.deepEqual(
          found.prefixes.sort(),
          ['a/', 'c/', 'd/'].map((name) => bench.key(`/${name}`)),
        );
      }
    },
    'a delimiter may be any text': async (bench) => {
      await putAll(
        bench,
        ['x--1', 'x--2', 'y'].map((name) => bench.key(`/${name}`)),
      );
      const found = await listAll(bench, bench.key('/'), [['delimiter', '--']]);
      assert.deepEqual(found.prefixes, [bench.key('/x--')]);
      assert.deepEqual(found.keys, [bench.key('/y')]);
    },
    'start-after begins after a key that need not be there': async (bench) => {
      await putAll(
        bench,
        ['a', 'c'].map((name) => bench.key(`/${name}`)),
      );
      for (const after of ['a', 'b'])
        assert.deepEqual(
          (await listAll(bench, bench.key('/'), [['start-after', bench.key(`/${after}`)]])).keys,
          [bench.key('/c')],
        );
    },
    'max-keys 0 gives nothing and is not truncated': async (bench) => {
      await put(bench, bench.key(), 'x');
      const answer = await onBucket(bench, {
        query: [
          ['list-type', '2'],
          ['max-keys', '0'],
        ],
      });
      expectStatus(answer, 200);
      assert.deepEqual(elements(answer.text, 'Key'), []);
      assert.deepEqual(elements(answer.text, 'IsTruncated'), ['false']);
    },
    'a page holds at most 1,000 keys': async (bench) => {
      const answer = await onBucket(bench, {
        query: [
          ['list-type', '2'],
          ['max-keys', '5000'],
        ],
      });
      expectStatus(answer, 200);
      assert.ok(elements(answer.text, 'Key').length <= 1000);
    },
    'max-keys that is no number is refused': async (bench) => {
      for (const value of ['-1', 'ten', '1.5'])
        expectStatus(
          await onBucket(bench, {
            query: [
              ['list-type', '2'],
              ['max-keys', value],
            ],
          }),
          400,
          'InvalidArgument',
        );
    },
    'a made-up continuation token does no harm': async (bench) => {
      const query: [string, string][] = [
        ['list-type', '2'],
        ['prefix', bench.key()],
        ['continuation-token', 'bm90IG91cnM'],
      ];
      assert.ok([200, 400].includes((await onBucket(bench, { query })).status));
    },
    'a listing tells size, ETag and time of each object': async (bench) => {
      const { headers } = await put(bench, bench.key(), '12345');
      const { text } = await onBucket(bench, {
        query: [
          ['list-type', '2'],
          ['prefix', bench.key()],
        ],
      });
      assert.deepEqual(elements(text, 'Size'), ['5']);
      assert.equal(elements(text, 'ETag')[0], headers.etag);
      assert.ok(Math.abs(Date.parse(elements(text, 'LastModified')[0] ?? '') - Date.now()) < 60_000);
    },
    'the first version of listing pages by marker': async (bench) => {
      const keys = ['a', 'b', 'c'].map((name) => bench.key(`/${name}`));
      await putAll(bench, keys);
      const page = (marker: string) =>
        onBucket(bench, {
          query: [
            ['prefix', bench.key('/')],
            ['max-keys', '2'],
            ['marker', marker],
          ],
        });
      const first = await page('');
      assert.deepEqual(elements(first.text, 'Key'), keys.slice(0, 2));
      assert.deepEqual(elements(first.text, 'IsTruncated'), ['true']);
      assert.deepEqual(elements((await page(keys[1] ?? '')).text, 'Key'), keys.slice(2));
    },
    'what is written is listed at once, what is deleted no more': async (bench) => {
      await put(bench, bench.key(), 'x');
      assert.deepEqual((await listAll(bench, bench.key())).keys, [bench.key()]);
      await onObject(bench, bench.key(), { method: 'DELETE' });
      assert.deepEqual((await listAll(bench, bench.key())).keys, []);
    },
  }),
];
