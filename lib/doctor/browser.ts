import 'server-only';
import { randomBytes } from 'node:crypto';
import type { BrowserCheck, BrowserResult, Finding } from '@/lib/contracts/doctor';
import { defaultStorage } from '@/lib/storage/client';
import { probeKey } from '@/lib/storage/keys';
import { createPresigner } from '@/lib/storage/presign';
import { corsSteps } from './mend';
import type { Provider } from './provider';

const lifeSeconds = 300;

/** Requests for the admin's browser: what an upload and a view do, with a throw-away object. */
export async function planBrowserChecks(): Promise<{ key: string; checks: BrowserCheck[] }> {
  const key = probeKey(randomBytes(12).toString('hex'), 'browser', defaultStorage().config.prefix);
  const body = `sluice ${randomBytes(12).toString('hex')}`;
  const presigner = await createPresigner();
  const put = presigner.put({
    key,
    sizeBytes: Buffer.byteLength(body),
    contentType: 'text/plain',
    createOnly: false,
    expiresInSeconds: lifeSeconds,
  });
  const get = presigner.get({
    key,
    fileName: 'doctor.txt',
    contentType: 'text/plain',
    disposition: 'inline',
    cacheControl: 'no-store',
    expiresInSeconds: lifeSeconds,
  });
  // The browser sets these two by itself and lets no page do it.
  const own = ({ host: _host, 'content-length': _length, ...rest }: Record<string, string>) => rest;
  return {
    key,
    checks: [
      { id: 'browser-put', method: 'PUT', url: put.url, headers: own(put.headers), body },
      { id: 'browser-get', method: 'GET', url: get.url, headers: { range: 'bytes=0-5' }, body: null },
    ],
  };
}

const tried: Record<BrowserResult['id'], { title: string; tried: string }> = {
  'browser-put': {
    title: 'Your browser can upload',
    tried: 'A signed PUT from this page, with its preflight',
  },
  'browser-get': { title: 'Your browser can read', tried: 'A signed GET of six bytes from this page' },
};

/** What a browser says came of its checks, as findings that are marked as claims. */
export function toBrowserFinding(result: BrowserResult, provider: Provider): Finding {
  const { id, status, sawETag, bodyMatches, milliseconds } = result;
  const base = { id, ...tried[id], source: 'browser' as const };
  const time = `${milliseconds} ms`;
  if (status === null) {
    return {
      ...base,
      status: 'failed',
      code: 'browser_blocked',
      cameBack: `no answer that the page may see, after ${time}`,
      means:
        'The address for browsers is not reachable from here, or the bucket’s CORS rules do not know this page.',
      mend: `If the server’s check of the public address passed: ${corsSteps[provider]} Otherwise check S3_PUBLIC_ENDPOINT.`,
    };
  }
  if (status >= 300) {
    return {
      ...base,
      status: 'failed',
      code: 'browser_refused',
      cameBack: `${status} after ${time}`,
      means: 'The bucket refused a URL that this server signed a moment ago.',
      mend: 'Check that no proxy changes Host or headers on the way to S3_PUBLIC_ENDPOINT.',
    };
  }
  const isSeen = id === 'browser-put' ? sawETag : bodyMatches;
  if (isSeen)
    return {
      ...base,
      status: 'ok',
      code: 'ok',
      cameBack: `${status} after ${time}`,
      means: 'It works from here.',
      mend: null,
    };
  return id === 'browser-put'
    ? {
        ...base,
        status: 'warning',
        code: 'hidden_etag',
        cameBack: `${status} after ${time}, no ETag to be seen`,
        means: 'The upload arrives, but the page cannot see its checksum; the server compares instead.',
        mend: corsSteps[provider],
      }
    : {
        ...base,
        status: 'warning',
        code: 'bytes_changed',
        cameBack: `${status} after ${time}, other bytes than were sent`,
        means: 'Something between browser and bucket changes bodies or ignores ranges.',
        mend: 'Look for a proxy or CDN in front of the bucket.',
      };
}
