import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { CopyObjectCommand, GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { area, expectAbsent, expectStatus, onBucket, onObject, put, read } from './check';
import { encodePath, send } from './client';

const md5 = (data: string | Buffer) => createHash('md5').update(data).digest('hex');

export const objectChecks = [
  ...area('buckets', {
    'a bucket is made, found, listed and deleted': async ({ endpoint, bucket }) => {
      const path = `/${bucket}-life`;
      expectStatus(await send(endpoint, { method: 'HEAD', path }), 404);
      expectStatus(await send(endpoint, { method: 'PUT', path }), 200);
      expectStatus(await send(endpoint, { method: 'HEAD', path }), 200);
      assert.match((await send(endpoint, { path: '/' })).text, new RegExp(`<Name>${bucket}-life</Name>`));
      expectStatus(await send(endpoint, { method: 'DELETE', path }), 204);
      expectStatus(await send(endpoint, { method: 'HEAD', path }), 404);
    },
    'a bucket that holds an object is not deleted': async (bench) => {
      await put(bench, bench.key(), 'x');
      expectStatus(await onBucket(bench, { method: 'DELETE' }), 409, 'BucketNotEmpty');
    },
    'a bucket name outside the rules is refused': async ({ endpoint }) => {
      for (const name of ['ab', 'UPPER', 'a..b', '-ab', 'a_b', '192.168.1.1', 'x'.repeat(64)]) {
        const answer = await send(endpoint, { method: 'PUT', path: `/${name}` });
        assert.ok([400, 403, 405].includes(answer.status), `${name}: ${answer.status}`);
      }
    },
    'making a bucket again does not harm it': async (bench) => {
      await put(bench, bench.key(), 'x');
      const answer = await onBucket(bench, { method: 'PUT' });
      assert.ok([200, 409].includes(answer.status), `saw ${answer.status}`);
      assert.equal(String(await read(bench, bench.key())), 'x');
    },
    'the location of a bucket can be asked': async (bench) => {
      const answer = await onBucket(bench, { query: [['location', '']] });
      expectStatus(answer, 200);
      assert.match(answer.text, /LocationConstraint/);
    },
    'deleting a bucket that is not there is NoSuchBucket': async ({ endpoint }) => {
      expectStatus(
        await send(endpoint, { method: 'DELETE', path: '/not-there-at-all' }),
        404,
        'NoSuchBucket',
      );
    },
  }),
  ...area('objects', {
    'an object comes back byte for byte with the MD5 as its ETag': async (bench) => {
      const body = Buffer.from(Array.from({ length: 70_000 }, (_, i) => i % 251));
      const answer = await put(bench, bench.key(), body);
      assert.equal(answer.headers.etag, `"${md5(body)}"`);
      const got = await onObject(bench, bench.key());
      assert.ok(got.body.equals(body));
      assert.equal(got.headers.etag, `"${md5(body)}"`);
      assert.equal(got.headers['accept-ranges'], 'bytes');
    },
    'an empty object is an object': async (bench) => {
      await put(bench, bench.key(), '');
      const answer = await onObject(bench, bench.key());
      expectStatus(answer, 200);
      assert.equal(answer.headers['content-length'], '0');
    },
    'HEAD tells what GET tells, without a body': async (bench) => {
      await put(bench, bench.key(), 'hello', { 'content-type': 'text/plain', 'x-amz-meta-who': 'me' });
      const [head, get] = await Promise.all(
        ['HEAD', 'GET'].map((method) => onObject(bench, bench.key(), { method })),
      );
      for (const name of ['etag', 'content-length', 'content-type', 'last-modified', 'x-amz-meta-who'])
        assert.equal(head?.headers[name], get?.headers[name], name);
      assert.equal(head?.body.length, 0);
    },
    'type, disposition, caching, language, encoding, expiry and metadata are kept': async (bench) => {
      const headers = {
        'content-type': 'image/svg+xml',
        'content-disposition': 'attachment; filename="a.svg"',
        'cache-control': 'max-age=60',
        'content-language': 'de',
        'content-encoding': 'identity',
        expires: 'Wed, 21 Oct 2035 07:28:00 GMT',
        'x-amz-meta-one': 'eins',
        'x-amz-meta-two': 'a, b',
      };
      await put(bench, bench.key(), 'x', headers);
      const answer = await onObject(bench, bench.key());
      for (const [name, value] of Object.entries(headers)) assert.equal(answer.headers[name], value, name);
    },
    'an object without a type is binary': async (bench) => {
      await put(bench, bench.key(), 'x');
      const type = (await onObject(bench, bench.key())).headers['content-type'];
      assert.match(type ?? '', /^(binary|application)\/octet-stream$/);
    },
    'more than 2 KB of metadata is refused': async (bench) => {
      const headers = { 'x-amz-meta-big': 'x'.repeat(2100) };
      const answer = await onObject(bench, bench.key(), { method: 'PUT', body: 'x', headers });
      expectStatus(answer, 400, 'MetadataTooLarge');
      await expectAbsent(bench, bench.key());
    },
    'an object is replaced whole': async (bench) => {
      await put(bench, bench.key(), 'first, longer', { 'x-amz-meta-a': '1' });
      await put(bench, bench.key(), 'second');
      const answer = await onObject(bench, bench.key());
      assert.equal(answer.text, 'second');
      assert.equal(answer.headers['x-amz-meta-a'], undefined);
    },
    'deleting is answered 204, also when nothing is there': async (bench) => {
      await put(bench, bench.key(), 'x');
      for (let i = 0; i < 2; i++) expectStatus(await onObject(bench, bench.key(), { method: 'DELETE' }), 204);
      await expectAbsent(bench, bench.key());
    },
    'a PUT without a length is refused': async (bench) => {
      const answer = await onObject(bench, bench.key(), {
        method: 'PUT',
        body: 'x',
        headers: { 'transfer-encoding': 'chunked' },
      });
      expectStatus(answer, 411, 'MissingContentLength');
      await expectAbsent(bench, bench.key());
    },
    'response-* parameters replace headers': async (bench) => {
      await put(bench, bench.key(), 'x', { 'content-type': 'text/html', 'cache-control': 'max-age=1' });
      const query: [string, string][] = [
        ['response-content-type', 'image/png'],
        ['response-content-disposition', `attachment; filename="a.png"; filename*=UTF-8''%C3%BC.png`],
        ['response-cache-control', 'private, max-age=300'],
        ['response-content-language', 'fr'],
        ['response-content-encoding', 'identity'],
        ['response-expires', 'Thu, 01 Jan 2037 00:00:00 GMT'],
      ];
      const answer = await onObject(bench, bench.key(), { query, signing: { form: 'query' } });
      expectStatus(answer, 200);
      for (const [name, value] of query)
        assert.equal(answer.headers[name.slice('response-'.length)], value, name);
    },
    'response-* parameters of an anonymous request are refused': async (bench) => {
      await put(bench, bench.key(), 'x');
      const query: [string, string][] = [['response-content-type', 'text/html']];
      const answer = await onObject(bench, bench.key(), { query, signing: { form: 'none' } });
      assert.ok([400, 403].includes(answer.status));
    },
    'CR and LF never reach a header through response-*': async (bench) => {
      await put(bench, bench.key(), 'x');
      const query: [string, string][] = [['response-content-disposition', 'attachment\r\nset-cookie: a=b']];
      const answer = await onObject(bench, bench.key(), { query }).catch(() => null);
      assert.equal(answer?.headers['set-cookie'], undefined);
      assert.notEqual(answer?.status, 200);
    },
    'objects are answered with nosniff and a CSP sandbox': async (bench) => {
      await put(bench, bench.key(), '<script>alert(1)</script>', { 'content-type': 'text/html' });
      const { headers } = await onObject(bench, bench.key());
      assert.equal(headers['x-content-type-options'], 'nosniff');
      assert.match(String(headers['content-security-policy']), /\bsandbox\b/);
    },
    'a delete of many keys answers for each': async (bench) => {
      const keys = ['-1', '-2 <&>"', "-3'ü"].map((suffix) => bench.key(suffix));
      for (const key of keys) await put(bench, key, 'x');
      const escaped = keys.map((key) =>
        key.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;'),
      );
      const body = `<Delete>${[...escaped, 'never-there'].map((key) => `<Object><Key>${key}</Key></Object>`).join('')}</Delete>`;
      const headers = { 'content-md5': createHash('md5').update(body).digest('base64') };
      const answer = await onBucket(bench, { method: 'POST', query: [['delete', '']], body, headers });
      expectStatus(answer, 200);
      assert.equal(answer.text.match(/<Deleted>/g)?.length, 4);
      for (const key of keys) await expectAbsent(bench, key);
    },
    'a quiet delete answers only errors': async (bench) => {
      await put(bench, bench.key(), 'x');
      const body = `<Delete><Quiet>true</Quiet><Object><Key>${bench.key()}</Key></Object></Delete>`;
      const headers = { 'content-md5': createHash('md5').update(body).digest('base64') };
      const answer = await onBucket(bench, { method: 'POST', query: [['delete', '']], body, headers });
      expectStatus(answer, 200);
      assert.doesNotMatch(answer.text, /<Deleted>/);
      await expectAbsent(bench, bench.key());
    },
    'a delete of more than 1,000 keys is refused': async (bench) => {
      const body = `<Delete>${'<Object><Key>k</Key></Object>'.repeat(1001)}</Delete>`;
      const headers = { 'content-md5': createHash('md5').update(body).digest('base64') };
      const answer = await onBucket(bench, { method: 'POST', query: [['delete', '']], body, headers });
      expectStatus(answer, 400, 'MalformedXML');
    },
    'broken XML, a DOCTYPE and unknown entities are refused': async (bench) => {
      const bodies = [
        '<Delete><Object>',
        '<!DOCTYPE a [<!ENTITY e "x">]><Delete/>',
        '<Delete><Object><Key>&e;</Key></Object></Delete>',
        '',
      ];
      for (const body of bodies) {
        const headers = { 'content-md5': createHash('md5').update(body).digest('base64') };
        const answer = await onBucket(bench, { method: 'POST', query: [['delete', '']], body, headers });
        expectStatus(answer, 400, 'MalformedXML');
      }
    },
    'what the server cannot do it refuses instead of ignoring it': async (bench) => {
      const headers = [
        { 'x-amz-server-side-encryption': 'aws:kms' },
        { 'x-amz-website-redirect-location': '/x' },
        { 'x-amz-object-lock-mode': 'GOVERNANCE' },
      ];
      for (const header of headers) {
        const answer = await onObject(bench, bench.key(), {
          method: 'PUT',
          body: 'x',
          headers: header as never,
        });
        assert.ok(answer.status >= 400, JSON.stringify(header));
      }
      await expectAbsent(bench, bench.key());
    },
    'a public ACL does not make an object public': async (bench) => {
      await onObject(bench, bench.key(), {
        method: 'PUT',
        body: 'x',
        headers: { 'x-amz-acl': 'public-read' },
      });
      const answer = await onObject(bench, bench.key(), { signing: { form: 'none' } });
      assert.equal(answer.status, 403);
    },
  }),
  ...area('copies', {
    'a copy has the content, the metadata and the ETag of its source': async (bench) => {
      const [from, to] = [bench.key('-from ü&'), bench.key('-to')];
      await put(bench, from, 'content', { 'content-type': 'text/css', 'x-amz-meta-a': '1' });
      const CopySource = `${bench.bucket}/${encodePath(from)}`;
      const result = await bench.s3.send(
        new CopyObjectCommand({ Bucket: bench.bucket, Key: to, CopySource }),
      );
      assert.equal(result.CopyObjectResult?.ETag?.replaceAll('"', ''), md5('content'));
      const answer = await onObject(bench, to);
      assert.equal(answer.text, 'content');
      assert.equal(answer.headers['content-type'], 'text/css');
      assert.equal(answer.headers['x-amz-meta-a'], '1');
    },
    'a copy with REPLACE has new metadata': async (bench) => {
      const [from, to] = [bench.key('-from'), bench.key('-to')];
      await put(bench, from, 'content', { 'content-type': 'text/css', 'x-amz-meta-a': '1' });
      const copy = { Bucket: bench.bucket, Key: to, CopySource: `${bench.bucket}/${encodePath(from)}` };
      const change = {
        MetadataDirective: 'REPLACE' as const,
        ContentType: 'text/plain',
        Metadata: { b: '2' },
      };
      await bench.s3.send(new CopyObjectCommand({ ...copy, ...change }));
      const answer = await onObject(bench, to);
      assert.equal(answer.headers['content-type'], 'text/plain');
      assert.equal(answer.headers['x-amz-meta-a'], undefined);
      assert.equal(answer.headers['x-amz-meta-b'], '2');
    },
    'a copy lives on when its source is deleted or replaced': async (bench) => {
      const body = Buffer.alloc(3 * 2 ** 20, 'copy');
      const [from, to] = [bench.key('-from'), bench.key('-to')];
      await put(bench, from, body);
      const headers = { 'x-amz-copy-source': `/${bench.bucket}/${encodePath(from)}` };
      expectStatus(await onObject(bench, to, { method: 'PUT', headers }), 200);
      await put(bench, from, 'other');
      await onObject(bench, from, { method: 'DELETE' });
      assert.ok((await read(bench, to))?.equals(body));
    },
    'an object without tags answers an empty set of them': async (bench) => {
      await put(bench, bench.key(), 'x');
      const answer = await onObject(bench, bench.key(), { query: [['tagging', '']] });
      expectStatus(answer, 200);
      assert.match(answer.text, /<TagSet>\s*<\/TagSet>|<TagSet\/>/);
    },
    'a copy onto itself must change something': async (bench) => {
      await put(bench, bench.key(), 'x');
      const headers = { 'x-amz-copy-source': `/${bench.bucket}/${encodePath(bench.key())}` };
      expectStatus(await onObject(bench, bench.key(), { method: 'PUT', headers }), 400, 'InvalidRequest');
      const replace = { ...headers, 'x-amz-metadata-directive': 'REPLACE', 'x-amz-meta-new': '1' };
      expectStatus(await onObject(bench, bench.key(), { method: 'PUT', headers: replace }), 200);
      const answer = await onObject(bench, bench.key());
      assert.equal(answer.headers['x-amz-meta-new'], '1');
      assert.equal(answer.text, 'x');
    },
    'the conditions on a copy source hold': async (bench) => {
      await put(bench, bench.key(), 'x');
      const source = { 'x-amz-copy-source': `/${bench.bucket}/${encodePath(bench.key())}` };
      const copy = (headers: Record<string, string>) =>
        onObject(bench, bench.key('-to'), { method: 'PUT', headers: { ...source, ...headers } });
      expectStatus(await copy({ 'x-amz-copy-source-if-match': '"0123"' }), 412, 'PreconditionFailed');
      expectStatus(
        await copy({ 'x-amz-copy-source-if-none-match': `"${md5('x')}"` }),
        412,
        'PreconditionFailed',
      );
      await expectAbsent(bench, bench.key('-to'));
      expectStatus(await copy({ 'x-amz-copy-source-if-match': `"${md5('x')}"` }), 200);
    },
    'a copy of what is not there is NoSuchKey': async (bench) => {
      const headers = { 'x-amz-copy-source': `/${bench.bucket}/${encodePath(bench.key('-none'))}` };
      expectStatus(await onObject(bench, bench.key(), { method: 'PUT', headers }), 404, 'NoSuchKey');
    },
  }),
  ...area('SDK', {
    'the AWS SDK stores and reads with its default checksums': async ({ s3, bucket, key }) => {
      const at = { Bucket: bucket, Key: key() };
      await s3.send(new PutObjectCommand({ ...at, Body: 'with checksum', Metadata: { a: 'b' } }));
      const got = await s3.send(new GetObjectCommand({ ...at, ChecksumMode: 'ENABLED' }));
      assert.equal(await got.Body?.transformToString(), 'with checksum');
      assert.deepEqual(got.Metadata, { a: 'b' });
    },
  }),
];
