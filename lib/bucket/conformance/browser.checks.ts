import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { createPresignedPost, type PresignedPostOptions } from '@aws-sdk/s3-presigned-post';
import { area, type Bench, expectAbsent, expectStatus, onBucket, onObject, put, read } from './check';
import { encodePath, transmit } from './client';

/** What stands for the name of the file in a form's key. */
const fileNameMark = '$\u007bfilename}';
const origin = 'https://app.example';
const corsXml = `<CORSConfiguration><CORSRule><ID>one</ID><AllowedOrigin>${origin}</AllowedOrigin>
<AllowedOrigin>https://*.wild.example</AllowedOrigin><AllowedMethod>PUT</AllowedMethod><AllowedMethod>GET</AllowedMethod>
<AllowedHeader>content-*</AllowedHeader><AllowedHeader>x-amz-meta-a</AllowedHeader><ExposeHeader>ETag</ExposeHeader>
<MaxAgeSeconds>600</MaxAgeSeconds></CORSRule></CORSConfiguration>`;

async function putCors(bench: Bench, body = corsXml) {
  const headers = { 'content-md5': createHash('md5').update(body).digest('base64') };
  return onBucket(bench, { method: 'PUT', query: [['cors', '']], body, headers });
}

function preflight(bench: Bench, from: string, method: string, headers?: string) {
  return transmit(bench.endpoint, {
    method: 'OPTIONS',
    path: `/${bench.bucket}/${encodePath(bench.key())}`,
    query: [],
    headers: {
      host: bench.endpoint.url.host,
      origin: from,
      'access-control-request-method': method,
      ...(headers ? { 'access-control-request-headers': headers } : {}),
    },
    body: Buffer.alloc(0),
  });
}

const corsChecks = area('CORS', {
  'a configuration is stored, read and deleted': async (bench) => {
    await onBucket(bench, { method: 'DELETE', query: [['cors', '']] });
    expectStatus(await onBucket(bench, { query: [['cors', '']] }), 404, 'NoSuchCORSConfiguration');
    expectStatus(await putCors(bench), 200);
    const stored = await onBucket(bench, { query: [['cors', '']] });
    for (const text of [
      origin,
      '<AllowedMethod>PUT<',
      'x-amz-meta-a',
      '<ExposeHeader>ETag<',
      '<MaxAgeSeconds>600<',
    ])
      assert.ok(stored.text.includes(text), text);
    expectStatus(await onBucket(bench, { method: 'DELETE', query: [['cors', '']] }), 204);
    expectStatus(await preflight(bench, origin, 'PUT'), 403);
  },
  'a configuration outside the rules is refused': async (bench) => {
    for (const body of [
      corsXml.replace('PUT', 'PATCH'),
      corsXml.replace(origin, 'https://*.*.example'),
      '<CORSConfiguration/>',
    ])
      assert.equal((await putCors(bench, body)).status, 400, body);
  },
  'a preflight that a rule allows is answered': async (bench) => {
    await putCors(bench);
    const answer = await preflight(bench, origin, 'PUT', 'content-type, X-Amz-Meta-A');
    expectStatus(answer, 200);
    assert.equal(answer.headers['access-control-allow-origin'], origin);
    assert.match(answer.headers['access-control-allow-methods'] ?? '', /PUT/);
    assert.match(answer.headers['access-control-allow-headers'] ?? '', /x-amz-meta-a/i);
    assert.equal(answer.headers['access-control-max-age'], '600');
  },
  'a preflight for another origin, method or header is refused': async (bench) => {
    await putCors(bench);
    expectStatus(await preflight(bench, 'https://evil.example', 'PUT'), 403);
    expectStatus(await preflight(bench, origin, 'DELETE'), 403);
    expectStatus(await preflight(bench, origin, 'PUT', 'x-amz-acl'), 403);
    expectStatus(await preflight(bench, 'https://app.example.evil.example', 'PUT'), 403);
  },
  'a wildcard in an origin stands for any text': async (bench) => {
    await putCors(bench);
    expectStatus(await preflight(bench, 'https://a.wild.example', 'PUT'), 200);
    expectStatus(await preflight(bench, 'https://wild.example', 'PUT'), 403);
  },
  'an answer to an allowed origin exposes its headers': async (bench) => {
    await putCors(bench);
    const answer = await put(bench, bench.key(), 'x', { origin });
    assert.equal(answer.headers['access-control-allow-origin'], origin);
    assert.match(answer.headers['access-control-expose-headers'] ?? '', /ETag/);
    assert.match(answer.headers.vary ?? '', /Origin/i);
  },
  'an answer to another origin allows nothing': async (bench) => {
    await putCors(bench);
    const answer = await put(bench, bench.key(), 'x', { origin: 'https://evil.example' });
    assert.equal(answer.headers['access-control-allow-origin'], undefined);
  },
  'errors carry the CORS headers too': async (bench) => {
    await putCors(bench);
    const missing = await onObject(bench, bench.key('-none'), { headers: { origin } });
    expectStatus(missing, 404);
    assert.equal(missing.headers['access-control-allow-origin'], origin);
  },
  'a refused signature carries the CORS headers too': async (bench) => {
    await putCors(bench);
    const denied = await onObject(bench, bench.key(), { headers: { origin }, signing: { form: 'none' } });
    expectStatus(denied, 403);
    assert.equal(denied.headers['access-control-allow-origin'], origin);
  },
});

/** Sends a form with a policy that the AWS SDK signed. */
async function post(
  bench: Bench,
  options: Partial<PresignedPostOptions> & { fields?: Record<string, string>; file?: string; name?: string },
) {
  const { url, fields } = await createPresignedPost(bench.s3, {
    Bucket: bench.bucket,
    Key: bench.key(),
    ...options,
  });
  const form = new FormData();
  for (const [name, value] of Object.entries({ ...fields, ...options.fields })) form.append(name, value);
  form.append('file', new Blob([options.file ?? 'posted']), options.name ?? 'file.txt');
  const answer = await fetch(url, { method: 'POST', body: form, redirect: 'manual' });
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, text, code: /<Code>([^<]*)/.exec(text)?.[1] };
}

const postChecks = area('POST policy', {
  'a form with a signed policy stores its file': async (bench) => {
    const answer = await post(bench, {});
    assert.equal(answer.status, 204, answer.text);
    assert.equal(String(await read(bench, bench.key())), 'posted');
  },
  'fields of the policy become headers and metadata': async (bench) => {
    const Fields = { 'Content-Type': 'image/gif', 'x-amz-meta-a': 'ü' };
    assert.equal((await post(bench, { Fields })).status, 204);
    const { headers } = await onObject(bench, bench.key());
    assert.equal(headers['content-type'], 'image/gif');
    assert.equal(Buffer.from(String(headers['x-amz-meta-a']), 'latin1').toString(), 'ü');
  },
  'a body outside content-length-range is refused and not stored': async (bench) => {
    const Conditions: PresignedPostOptions['Conditions'] = [['content-length-range', 3, 5]];
    const [small, large] = [
      await post(bench, { Conditions, file: 'ab' }),
      await post(bench, { Conditions, file: 'abcdef' }),
    ];
    assert.deepEqual([small.status, small.code], [400, 'EntityTooSmall']);
    assert.deepEqual([large.status, large.code], [400, 'EntityTooLarge']);
    await expectAbsent(bench, bench.key());
    assert.equal((await post(bench, { Conditions, file: 'abcd' })).status, 204);
  },
  'a field the policy does not name is refused': async (bench) => {
    assert.equal((await post(bench, { fields: { 'x-amz-meta-extra': '1' } })).status, 403);
    assert.equal((await post(bench, { fields: { acl: 'public-read' } })).status, 403);
    await expectAbsent(bench, bench.key());
  },
  'another key than the policy names is refused': async (bench) => {
    assert.equal((await post(bench, { fields: { key: bench.key('-other') } })).status, 403);
    await expectAbsent(bench, bench.key('-other'));
  },
  'starts-with lets a key be chosen below a prefix': async (bench) => {
    const Conditions: PresignedPostOptions['Conditions'] = [['starts-with', '$key', bench.key('/')]];
    const base = { Key: bench.key(`/${fileNameMark}`), Conditions };
    assert.equal((await post(bench, { ...base, name: 'näme.txt' })).status, 204);
    assert.equal(String(await read(bench, bench.key('/näme.txt'))), 'posted');
  },
  'an altered policy or signature is refused': async (bench) => {
    const policy = Buffer.from(
      JSON.stringify({ expiration: '2099-01-01T00:00:00Z', conditions: [] }),
    ).toString('base64');
    assert.equal((await post(bench, { fields: { Policy: policy } })).status, 403);
    assert.equal((await post(bench, { fields: { 'X-Amz-Signature': '0'.repeat(64) } })).status, 403);
    await expectAbsent(bench, bench.key());
  },
  'an expired policy is refused': async (bench) => {
    const answer = await post(bench, { Expires: -10 });
    assert.equal(answer.status, 403, answer.text);
    await expectAbsent(bench, bench.key());
  },
  'a form without a policy is refused': async (bench) => {
    const form = new FormData();
    form.append('key', bench.key());
    form.append('file', new Blob(['x']), 'x');
    const answer = await fetch(new URL(`/${bench.bucket}`, bench.endpoint.url), {
      method: 'POST',
      body: form,
    });
    assert.equal(answer.status, 403);
    await expectAbsent(bench, bench.key());
  },
  'success_action_status and success_action_redirect are honoured': async (bench) => {
    const created = await post(bench, { Fields: { success_action_status: '201' } });
    assert.equal(created.status, 201);
    assert.match(created.text, /<PostResponse/);
    const moved = await post(bench, { Fields: { success_action_redirect: 'https://app.example/done?x=1' } });
    assert.equal(moved.status, 303);
    assert.match(moved.headers.get('location') ?? '', /^https:\/\/app\.example\/done\?x=1&bucket=/);
  },
  'a form needs no preflight and gets its CORS headers': async (bench) => {
    const body = corsXml.replace('<AllowedMethod>PUT', '<AllowedMethod>POST');
    await putCors(bench, body);
    const form = new FormData();
    const { url, fields } = await createPresignedPost(bench.s3, { Bucket: bench.bucket, Key: bench.key() });
    for (const [name, value] of Object.entries(fields)) form.append(name, value);
    form.append('file', new Blob(['x']), 'x');
    const answer = await fetch(url, { method: 'POST', body: form, headers: { origin } });
    assert.equal(answer.headers.get('access-control-allow-origin'), origin);
  },
});

export const browserChecks = [...corsChecks, ...postChecks];
