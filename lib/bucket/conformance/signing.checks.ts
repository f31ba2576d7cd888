import assert from 'node:assert/strict';
import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { area, type Bench, expectAbsent, expectStatus, onBucket, onObject, put, read } from './check';
import { encodePath, type Prepared, send } from './client';

const minutes = (count: number) => new Date(Date.now() + count * 60_000);

function replaceQuery(name: string, value: string) {
  return ({ query }: Prepared) => {
    const pair = query.find(([found]) => found === name);
    assert.ok(pair, `${name} is not in the query`);
    pair[1] = value;
  };
}

/** A presigned PUT changed after signing must be refused and store nothing. */
async function refusedPut(bench: Bench, tamper: (request: Prepared) => void, code = 'SignatureDoesNotMatch') {
  const key = bench.key();
  const answer = await onObject(bench, key, { method: 'PUT', body: 'x', signing: { form: 'query', tamper } });
  expectStatus(answer, 403, code);
  await expectAbsent(bench, key);
}

const flip = (hex: string) => (hex.startsWith('0') ? '1' : '0') + hex.slice(1);

export const signingChecks = [
  ...area('signing', {
    'a request signed in its headers is served': async (bench) => {
      await put(bench, bench.key(), 'header');
      assert.equal(String(await read(bench, bench.key())), 'header');
    },
    'a request signed in its query is served': async (bench) => {
      const key = bench.key();
      expectStatus(
        await onObject(bench, key, { method: 'PUT', body: 'query', signing: { form: 'query' } }),
        200,
      );
      const answer = await onObject(bench, key, { signing: { form: 'query' } });
      assert.equal(answer.text, 'query');
    },
    'a URL presigned by the AWS SDK works': async (bench) => {
      const key = bench.key("ü '(1)!*+&=;,.txt");
      const at = { Bucket: bench.bucket, Key: key };
      const putUrl = await getSignedUrl(bench.presigner, new PutObjectCommand(at));
      assert.equal((await fetch(putUrl, { method: 'PUT', body: 'sdk' })).status, 200);
      const getUrl = await getSignedUrl(bench.presigner, new GetObjectCommand(at));
      assert.equal(await (await fetch(getUrl)).text(), 'sdk');
    },
    'an anonymous request is refused': async (bench) => {
      await put(bench, bench.key(), 'x');
      for (const method of ['GET', 'HEAD', 'PUT', 'DELETE'])
        expectStatus(
          await onObject(bench, bench.key(), { method, signing: { form: 'none' } }),
          403,
          'AccessDenied',
        );
      expectStatus(await onBucket(bench, { signing: { form: 'none' } }), 403, 'AccessDenied');
    },
    'an altered signature is refused': (bench) =>
      refusedPut(bench, (request) => {
        const pair = request.query.find(([name]) => name === 'X-Amz-Signature');
        if (pair) pair[1] = flip(pair[1]);
      }),
    'an altered header signature is refused': async (bench) => {
      const tamper = ({ headers }: Prepared) => {
        headers.authorization =
          headers.authorization?.replace(/Signature=(.*)/, (_, s) => `Signature=${flip(s)}`) ?? '';
      };
      const answer = await onObject(bench, bench.key(), { method: 'PUT', body: 'x', signing: { tamper } });
      expectStatus(answer, 403, 'SignatureDoesNotMatch');
    },
    'an altered method is refused': async (bench) => {
      await put(bench, bench.key(), 'x');
      const tamper = (request: Prepared) => {
        request.method = 'DELETE';
      };
      const answer = await onObject(bench, bench.key(), { signing: { form: 'query', tamper } });
      expectStatus(answer, 403, 'SignatureDoesNotMatch');
      assert.equal(String(await read(bench, bench.key())), 'x');
    },
    'an altered key is refused': async (bench) => {
      const other = bench.key('-other');
      const tamper = (request: Prepared) => {
        request.path = `/${bench.bucket}/${encodePath(other)}`;
      };
      const signing = { form: 'query' as const, tamper };
      expectStatus(
        await onObject(bench, bench.key(), { method: 'PUT', body: 'x', signing }),
        403,
        'SignatureDoesNotMatch',
      );
      await expectAbsent(bench, other);
    },
    'an altered signed header is refused': async (bench) => {
      const tamper = ({ headers }: Prepared) => {
        headers['content-type'] = 'text/html';
      };
      const request = { method: 'PUT', body: 'x', headers: { 'content-type': 'image/png' } };
      const answer = await onObject(bench, bench.key(), { ...request, signing: { form: 'query', tamper } });
      expectStatus(answer, 403, 'SignatureDoesNotMatch');
    },
    'a missing signed header is refused': async (bench) => {
      const tamper = ({ headers }: Prepared) => {
        delete headers['content-type'];
      };
      const request = { method: 'PUT', body: 'x', headers: { 'content-type': 'image/png' } };
      const answer = await onObject(bench, bench.key(), { ...request, signing: { form: 'query', tamper } });
      expectStatus(answer, 403, 'SignatureDoesNotMatch');
    },
    'another body length than the signed one is refused': async (bench) => {
      const tamper = (request: Prepared) => {
        request.body = Buffer.from('longer than signed');
        request.headers['content-length'] = String(request.body.length);
      };
      const request = { method: 'PUT', body: 'x', headers: { 'content-length': '1' } };
      const answer = await onObject(bench, bench.key(), { ...request, signing: { form: 'query', tamper } });
      expectStatus(answer, 403, 'SignatureDoesNotMatch');
    },
    'an added query parameter is refused': (bench) =>
      refusedPut(bench, ({ query }) => void query.push(['x-id', 'PutObject'])),
    'an altered query parameter is refused': async (bench) => {
      await put(bench, bench.key(), 'x');
      const query: [string, string][] = [['response-content-type', 'image/png']];
      const tamper = replaceQuery('response-content-type', 'text/html');
      const answer = await onObject(bench, bench.key(), { query, signing: { form: 'query', tamper } });
      expectStatus(answer, 403, 'SignatureDoesNotMatch');
    },
    'a prolonged expiry is refused': (bench) => refusedPut(bench, replaceQuery('X-Amz-Expires', '604800')),
    'an altered date is refused': (bench) =>
      refusedPut(bench, ({ query }) => {
        const pair = query.find(([name]) => name === 'X-Amz-Date');
        if (pair) pair[1] = `${pair[1].slice(0, 13)}${flip(pair[1].slice(13, 14))}${pair[1].slice(14)}`;
      }),
    'a signature for another region is refused': async (bench) => {
      const answer = await onObject(bench, bench.key(), { method: 'PUT', signing: { region: 'xx-west-9' } });
      expectStatus(answer, 400, 'AuthorizationHeaderMalformed');
    },
    'an altered region in the scope is refused': async (bench) => {
      const tamper = ({ query }: Prepared) => {
        const pair = query.find(([name]) => name === 'X-Amz-Credential');
        if (pair) pair[1] = pair[1].replace(`/${bench.endpoint.region}/`, '/eu-west-3/');
      };
      const answer = await onObject(bench, bench.key(), {
        method: 'PUT',
        signing: { form: 'query', tamper },
      });
      assert.ok([400, 403].includes(answer.status), `saw ${answer.status}`);
      await expectAbsent(bench, bench.key());
    },
    'a signature for another service is refused': async (bench) => {
      const answer = await onObject(bench, bench.key(), { method: 'PUT', signing: { service: 'ec2' } });
      assert.ok([400, 403].includes(answer.status), `saw ${answer.status}`);
    },
    'a credential of another day is refused': async (bench) => {
      const answer = await onObject(bench, bench.key(), { method: 'PUT', signing: { day: '20200101' } });
      assert.ok([400, 403].includes(answer.status), `saw ${answer.status}`);
    },
    'an unknown access key is refused': async (bench) => {
      const signing = { accessKeyId: 'NOBODYKNOWSTHISKEY00' };
      expectStatus(await onObject(bench, bench.key(), { signing }), 403, 'InvalidAccessKeyId');
    },
    'a wrong secret is refused': async (bench) => {
      const signing = { secretAccessKey: 'not the secret' };
      expectStatus(await onObject(bench, bench.key(), { signing }), 403, 'SignatureDoesNotMatch');
    },
    'a clock 20 minutes off is refused': async (bench) => {
      for (const date of [minutes(-20), minutes(20)])
        expectStatus(await onObject(bench, bench.key(), { signing: { date } }), 403, 'RequestTimeTooSkewed');
    },
    'an expired URL is refused': async (bench) => {
      await put(bench, bench.key(), 'x');
      const signing = { form: 'query' as const, date: minutes(-2), expiresSeconds: 60 };
      expectStatus(await onObject(bench, bench.key(), { signing }), 403, 'AccessDenied');
    },
    'a URL that is still valid after 20 minutes is served': async (bench) => {
      await put(bench, bench.key(), 'x');
      const signing = { form: 'query' as const, date: minutes(-20), expiresSeconds: 3600 };
      expectStatus(await onObject(bench, bench.key(), { signing }), 200);
    },
    'a URL from 20 minutes ahead is refused': async (bench) => {
      const signing = { form: 'query' as const, date: minutes(20) };
      expectStatus(await onObject(bench, bench.key(), { signing }), 403);
    },
    'a URL may not live longer than a week': async (bench) => {
      const signing = { form: 'query' as const, expiresSeconds: 604_801 };
      const answer = await onObject(bench, bench.key(), { signing });
      assert.ok([400, 403].includes(answer.status), `saw ${answer.status}`);
    },
    'an expiry that is no number is refused': async (bench) => {
      for (const expiresSeconds of ['-1', '0', 'soon', '1e3', '']) {
        const answer = await onObject(bench, bench.key(), { signing: { form: 'query', expiresSeconds } });
        assert.ok([400, 403].includes(answer.status), `saw ${answer.status} for "${expiresSeconds}"`);
      }
    },
    'an unsigned x-amz-acl on a presigned PUT is refused': async (bench) => {
      const request = { method: 'PUT', body: 'x', headers: { 'x-amz-acl': 'public-read' } };
      const signing = { form: 'query' as const, unsigned: ['x-amz-acl'] };
      expectStatus(await onObject(bench, bench.key(), { ...request, signing }), 403, 'AccessDenied');
      await expectAbsent(bench, bench.key());
    },
    'unsigned user metadata is refused': async (bench) => {
      const request = { method: 'PUT', body: 'x', headers: { 'x-amz-meta-a': '1' } };
      const answer = await onObject(bench, bench.key(), {
        ...request,
        signing: { unsigned: ['x-amz-meta-a'] },
      });
      expectStatus(answer, 403, 'AccessDenied');
    },
    'a signature that does not cover the host is refused': async (bench) => {
      const answer = await onObject(bench, bench.key(), { signing: { form: 'query', unsigned: ['host'] } });
      assert.ok([400, 403].includes(answer.status), `saw ${answer.status}`);
    },
    'a request signed twice, in header and query, is refused': async (bench) => {
      const tamper = ({ headers }: Prepared) => {
        headers.authorization =
          'AWS4-HMAC-SHA256 Credential=a/b/c/s3/aws4_request, SignedHeaders=host, Signature=00';
      };
      const answer = await onObject(bench, bench.key(), { signing: { form: 'query', tamper } });
      assert.ok([400, 403].includes(answer.status), `saw ${answer.status}`);
    },
    'a request without x-amz-content-sha256 is refused': async (bench) => {
      const tamper = ({ headers }: Prepared) => {
        delete headers['x-amz-content-sha256'];
      };
      const answer = await onObject(bench, bench.key(), { signing: { tamper } });
      assert.ok([400, 403].includes(answer.status), `saw ${answer.status}`);
    },
    'a malformed Authorization header is refused': async (bench) => {
      for (const authorization of [
        'AWS4-HMAC-SHA256',
        'Basic YTpi',
        'AWS4-HMAC-SHA256 Credential=a',
        'AWS a:b',
      ]) {
        const request = { headers: { authorization }, signing: { form: 'none' as const } };
        const answer = await onObject(bench, bench.key(), request);
        assert.ok([400, 403].includes(answer.status), `saw ${answer.status} for ${authorization}`);
      }
    },
    'spaces inside a signed header are folded as the signature folds them': async (bench) => {
      await put(bench, bench.key(), 'x', { 'x-amz-meta-a': '  two   spaces  ' });
    },
    'query parameters are signed in the order of their bytes': async (bench) => {
      const query: [string, string][] = [
        ['prefix', 'b+ c/ü'],
        ['list-type', '2'],
        ['delimiter', '/'],
        ['Max-keys', '1'],
      ];
      expectStatus(await onBucket(bench, { query }), 200);
    },
    'an error is answered as XML with its code': async (bench) => {
      const answer = await onObject(bench, bench.key());
      expectStatus(answer, 404, 'NoSuchKey');
      assert.match(answer.headers['content-type'] ?? '', /xml/);
      assert.ok(answer.headers['x-amz-request-id']);
    },
    'an error to HEAD has no body': async (bench) => {
      const answer = await onObject(bench, bench.key(), { method: 'HEAD' });
      assert.equal(answer.status, 404);
      assert.equal(answer.body.length, 0);
    },
    'a bucket that does not exist is told only to those who signed': async ({ endpoint }) => {
      const path = '/no-such-bucket-here/key';
      expectStatus(await send(endpoint, { path, signing: { form: 'none' } }), 403, 'AccessDenied');
      expectStatus(await send(endpoint, { path }), 404, 'NoSuchBucket');
    },
  }),
];
