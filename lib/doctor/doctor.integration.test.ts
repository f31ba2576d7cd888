import { createServer, request as forward, type Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Finding } from '@/lib/contracts/doctor';
import { disconnect } from '@/lib/platform/db';
import type { StorageHandle } from '@/lib/storage/client';
import { applyCors, planCors, readCors } from '@/lib/storage/cors';
import { ensureMarker } from '@/lib/storage/marker';
import { startScriptedEngine } from '@/lib/storage/testing/scripted-engine';
import { makeTestBucket, type TestBucket } from '@/lib/storage/testing/test-bucket';
import { toBrowserFinding } from './browser';
import { checkExtraRights } from './checks/rights';
import { checkUrlLife } from './checks/url-life';
import { examine } from './run';

const appOrigin = 'http://localhost:3000';
const installationId = 'test-installation';
let bucket: TestBucket;

beforeAll(async () => {
  bucket = await makeTestBucket();
  await ensureMarker({ installationId, epoch: 1 }, bucket.on);
  await applyCors(await planCors({ publicOrigins: [appOrigin] }, bucket.on), bucket.on);
});
afterAll(disconnect);

const examineIt = async (on: StorageHandle, id = installationId) =>
  (await examine({ on, appOrigin, installationId: id })).findings;
const of = (findings: Finding[], id: string) => {
  const finding = findings.find((one) => one.id === id);
  if (!finding) throw new Error(`no finding ${id} in ${findings.map((one) => one.id)}`);
  return finding;
};
const closed = 'http://127.0.0.1:9';

/** The same bucket behind something that changes answers or the way to it. */
async function startProxy(target: string, change: (headers: Record<string, unknown>) => object) {
  const { hostname, port } = new URL(target);
  const server: Server = createServer((incoming, outgoing) => {
    const { method, url: path, headers } = incoming;
    const sent = forward({ hostname, port, method, path, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, change({ ...answer.headers }) as never);
      answer.pipe(outgoing);
    });
    sent.on('error', () => outgoing.destroy());
    incoming.pipe(sent);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  return { url, stop: () => server.close() };
}

describe('the doctor', () => {
  it('finds nothing to mend in a healthy bucket', async () => {
    const findings = await examineIt(bucket.on);
    expect(findings.filter(({ status }) => status === 'failed')).toEqual([]);
    expect(findings.length).toBeGreaterThan(20);
  });

  it('names a wrong secret', async () => {
    const access = of(await examineIt(bucket.reopen({}, bucket.wrongSecret)), 'access');
    expect(access).toMatchObject({ status: 'failed', code: 'bad_signature' });
    expect(access.mend).toMatch(/secret/i);
  });

  it('names an unknown key', async () => {
    const keys = { accessKeyId: 'AKIANOBODY', secretAccessKey: 'x'.repeat(20) };
    expect(of(await examineIt(bucket.reopen({}, keys)), 'access')).toMatchObject({ code: 'bad_credentials' });
  });

  it('names a missing bucket', async () => {
    const access = of(await examineIt(bucket.reopen({ bucket: 'no-such-bucket-here' })), 'access');
    expect(access).toMatchObject({ status: 'failed', code: 'no_bucket' });
  });

  it('names a wrong region', async () => {
    expect(of(await examineIt(bucket.reopen({ region: 'mars-north-1' })), 'access')).toMatchObject({
      code: 'wrong_region',
    });
  });

  it('names an endpoint where nobody listens', async () => {
    const findings = await examineIt(bucket.reopen({ endpoint: closed, publicEndpoint: closed }));
    expect(of(findings, 'endpoint')).toMatchObject({ status: 'failed', code: 'unavailable' });
    expect(of(findings, 'access')).toMatchObject({ status: 'failed', code: 'unavailable' });
  });

  it('names a public address that cannot be reached, and goes on', async () => {
    const findings = await examineIt(bucket.reopen({ publicEndpoint: closed }));
    expect(of(findings, 'public-endpoint')).toMatchObject({ code: 'public_unreachable' });
    expect(of(findings, 'access').status).toBe('ok');
  });

  it('names missing CORS, and a rule that hides the ETag', async () => {
    const other = await makeTestBucket();
    await ensureMarker({ installationId, epoch: 1 }, other.on);
    expect(of(await examineIt(other.on), 'cors')).toMatchObject({ status: 'failed', code: 'no_cors' });
    const reading = await readCors(other.on);
    const rule = {
      origins: [appOrigin],
      methods: ['GET', 'PUT'],
      allowedHeaders: ['*'],
      exposedHeaders: [],
    };
    const current = reading.readable ? reading.current : [];
    const plan = { current, next: [rule], added: [rule], removed: [], isInSync: false };
    await applyCors({ possible: true, plan }, other.on);
    expect(of(await examineIt(other.on), 'cors')).toMatchObject({ status: 'warning', code: 'hidden_etag' });
  });

  it('names the prefix of another installation, and touches nothing in it', async () => {
    const findings = await examineIt(bucket.on, 'somebody-else');
    expect(of(findings, 'marker')).toMatchObject({ status: 'failed', code: 'foreign_installation' });
    expect(findings.some(({ id }) => id.startsWith('permission:'))).toBe(false);
  });

  it('names a clock that is off, by the Date of the answers', async () => {
    const date = new Date(Date.now() - 3_600_000).toUTCString();
    const proxy = await startProxy(bucket.on.config.endpoint, (headers) => ({ ...headers, date }));
    const clock = of(await examineIt(bucket.reopen({ endpoint: proxy.url })), 'clock');
    proxy.stop();
    expect(clock).toMatchObject({ status: 'failed', code: 'clock_skew' });
    expect(clock.mend).toMatch(/timedatectl|chrony/);
  });

  it('names a plain http address for people outside, and https pages that must send to http', async () => {
    const outside = {
      ...bucket.on,
      config: { ...bucket.on.config, publicEndpoint: 'http://files.example.com' },
    };
    const plain = await examine({ on: outside, appOrigin, installationId });
    expect(of(plain.findings, 'transport')).toMatchObject({ status: 'warning', code: 'plain_http' });
    const mixed = await examine({ on: bucket.on, appOrigin: 'https://sluice.example.com', installationId });
    expect(of(mixed.findings, 'transport')).toMatchObject({ status: 'failed', code: 'mixed_content' });
  });

  it('names a key that may only read, right by right', async () => {
    const marker = JSON.stringify({ installationId, epoch: 1 });
    const engine = await startScriptedEngine(({ method, url = '' }) => {
      if (method === 'GET' && url.includes('list-type=2'))
        return { body: '<ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult>' };
      if (method === 'GET' && url.includes('installation'))
        return {
          status: 206,
          headers: { 'content-range': `bytes 0-${marker.length - 1}/${marker.length}` },
          body: marker,
        };
      return {
        status: 403,
        body: '<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>',
      };
    });
    const findings = await examineIt(engine.on);
    engine.stop();
    expect(of(findings, 'permission:s3:PutObject')).toMatchObject({
      status: 'failed',
      code: 'missing_permission',
      means: 'The key lacks s3:PutObject.',
    });
    expect(of(findings, 'signed-urls')).toMatchObject({ status: 'failed', code: 'denied' });
  });

  it('names a bucket that anybody can read', async () => {
    const { hostname, port } = new URL(bucket.on.config.endpoint);
    const open = createServer((incoming, outgoing) => {
      const { method, url = '', headers } = incoming;
      if (!headers.authorization && !url.includes('X-Amz-Signature')) {
        outgoing.end('anybody');
        return;
      }
      const sent = forward({ hostname, port, method, path: url, headers }, (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      });
      incoming.pipe(sent);
    });
    await new Promise<void>((resolve) => open.listen(0, '127.0.0.1', resolve));
    const address = open.address();
    const endpoint = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
    const findings = await examineIt(bucket.reopen({ endpoint, publicEndpoint: endpoint }));
    open.close();
    expect(of(findings, 'public')).toMatchObject({ status: 'failed', code: 'public_bucket' });
  });

  it('names rights beyond the least policy, and URLs that work after their end', async () => {
    const own = await examineIt(bucket.on);
    expect(of(own, 'expired-url')).toMatchObject({ status: 'ok', cameBack: '403' });
    expect(of(own, 'expiry-limit').status).toBe('ok');
    const asIfForeign = { ...bucket.on, config: { ...bucket.on.config, embedded: false } };
    const rights = of(await examineIt(asIfForeign), 'extra-rights');
    expect(rights).toMatchObject({ status: 'warning', code: 'extra_rights' });
    expect(rights.cameBack).toContain('s3:DeleteObject on the whole bucket');

    const deaf = await startScriptedEngine(({ method, url = '' }) => {
      const ended = url.includes('X-Amz-Signature') || method === 'PUT' || method === 'DELETE';
      if (ended) return { status: 200, body: 'still here' };
      return {
        status: 403,
        body: '<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>',
      };
    });
    const patient = { on: deaf.on, appOrigin, installationId: null, provider: 'other' as const };
    const life = [await checkUrlLife(patient)].flat();
    const config = { ...deaf.on.config, prefix: 'sluice/' };
    const least = [await checkExtraRights({ ...patient, on: { ...deaf.on, config } })].flat();
    deaf.stop();
    expect(of(life, 'expired-url')).toMatchObject({ status: 'failed', code: 'expired_url_works' });
    expect(of(least, 'extra-rights').cameBack).toContain('s3:DeleteObject');
    expect(of(least, 'extra-rights').cameBack).not.toContain('s3:ListAllMyBuckets');
  });

  it('shows no signature and no secret in anything that it says', async () => {
    const said = JSON.stringify(await examineIt(bucket.reopen({}, bucket.wrongSecret)));
    expect(said).not.toMatch(/X-Amz-Signature|X-Amz-Credential/i);
    expect(said).not.toContain(bucket.wrongSecret.secretAccessKey.repeat(2));
  });
});

describe('what a browser claims', () => {
  const base = { sawETag: false, bodyMatches: false, milliseconds: 12 };
  it.each([
    [{ id: 'browser-put', status: null }, 'browser_blocked'],
    [{ id: 'browser-put', status: 403 }, 'browser_refused'],
    [{ id: 'browser-put', status: 200 }, 'hidden_etag'],
    [{ id: 'browser-put', status: 200, sawETag: true }, 'ok'],
    [{ id: 'browser-get', status: 206, bodyMatches: true }, 'ok'],
    [{ id: 'browser-get', status: 200 }, 'bytes_changed'],
  ] as const)('%j is %s, and marked as a claim', (result, code) => {
    expect(toBrowserFinding({ ...base, ...result }, 'aws')).toMatchObject({ code, source: 'browser' });
  });
});
