/** A repeatable source of bad requests: the same number always makes the same request. */
export type Hostile = {
  method: string;
  path: string;
  options: { headers?: Record<string, string>; data?: string | Buffer };
};

const strings = [
  '',
  ' ',
  '0',
  '-1',
  'null',
  '..',
  '../../etc/passwd',
  '%00',
  '%2e%2e%2f',
  '\u0000',
  'a'.repeat(5000),
  '𝕏'.repeat(300),
  '‮exe.gpj',
  '\'; DROP TABLE "User"; --',
  '{{7*7}}',
  '<script>',
  '1e309',
  '9007199254740993',
  '0190a5b4-7c3e-7d52-9d0e-2f1c5b7a9e10',
  '\ud800',
  '%ff%fe',
  '[]',
  '{}',
  'true',
];
const values: unknown[] = [
  null,
  true,
  0,
  -1,
  1.5,
  1e308,
  2 ** 53,
  '',
  'x',
  'a'.repeat(10_000),
  [],
  {},
  [null],
  [[[[]]]],
  { __proto__: null, constructor: 1 },
  ...strings,
];
const fields = [
  'files',
  'ids',
  'action',
  'name',
  'email',
  'password',
  'folderId',
  'parentId',
  'code',
  'expiresIn',
  'parts',
  'partNumbers',
  'onConflict',
  'size',
  'type',
  'csrfToken',
  'callbackUrl',
  'q',
  'cursor',
  'limit',
  'tags',
  '__proto__',
];
const queries = [
  'limit=-1',
  'limit=1e9',
  'cursor=%00',
  'cursor=eyJhIjoxfQ',
  'cursor=WyJ4IiwieCJd',
  'q=%ff',
  'q=%25%25',
  'sort=__proto__',
  'folderId=1',
  'a=1&a=2',
  'limit=1&limit=2',
  'callbackUrl=%00%ff',
  'callbackUrl=https://evil.example',
  `q=${'x'.repeat(3000)}`,
];
const contentTypes = [
  'application/json',
  'text/plain',
  'application/x-www-form-urlencoded',
  'multipart/form-data',
  'application/json; charset=utf-7',
  'x',
];
const rawBodies = [
  '',
  '{',
  '[',
  'null',
  '"x"',
  '{"a":',
  '\u0000',
  `{"files":[${'{},'.repeat(600)}{}]}`,
  '['.repeat(20_000),
  '{"size":1e999}',
  'a=1&b=%ff',
];
const headerSets: Record<string, string>[] = [
  {},
  { 'if-match': '"x"' },
  { 'if-match': 'W/"99999999999999999999"' },
  { 'idempotency-key': 'é' },
  { 'idempotency-key': 'k'.repeat(300) },
  { cookie: 'next-auth.session-token=%ff; a' },
  { cookie: 'next-auth.session-token=eyJhbGciOiJub25lIn0..x.y.z' },
  { authorization: 'Bearer' },
  { authorization: 'Basic eDp5' },
  { 'x-forwarded-for': '1.2.3.4' },
  { 'x-middleware-subrequest': 'middleware' },
  { range: 'bytes=-' },
  { accept: 'text/csv' },
  { 'content-encoding': 'gzip' },
];

/** xorshift32: enough to choose with, and repeatable. */
function random(seed: number): () => number {
  let state = (seed + 1) * 2_654_435_761;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

/** Makes request number n against one of targets: hostile path parts, queries, headers and bodies. */
export function hostileRequests(targets: { method: string; path: string }[]): (n: number) => Hostile {
  return (n) => {
    const roll = random(n);
    const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(roll() * items.length)] as Item;
    const target = targets[n % targets.length] ?? { method: 'GET', path: '/api' };
    const safe = (text: string) => encodeURIComponent(text.isWellFormed() ? text : 'x').slice(0, 2000);
    const path = target.path.replace(/\{\w+\}/g, () => safe(pick(strings)) || 'x');
    const query = roll() < 0.5 ? `?${pick(queries)}` : '';
    const headers: Record<string, string> = { ...pick(headerSets) };
    for (const [name, value] of Object.entries(headers))
      if (/[^\x20-\x7e]/.test(value))
        headers[name] = Buffer.from(value)
          .toString('latin1')
          .replace(/[^\x20-\xff]/g, '');
    if (target.method === 'GET') return { method: target.method, path: path + query, options: { headers } };
    const body =
      roll() < 0.3
        ? pick(rawBodies)
        : JSON.stringify(Object.fromEntries(Array.from({ length: 4 }, () => [pick(fields), pick(values)])));
    return {
      method: target.method,
      path: path + query,
      options: { headers: { ...headers, 'content-type': pick(contentTypes) }, data: Buffer.from(body) },
    };
  };
}
