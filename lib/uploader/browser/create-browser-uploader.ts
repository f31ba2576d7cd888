import type { Diagnose } from '../engine';
import { Uploader, type UploaderOptions } from '../uploader';
import { createLocks } from './create-locks';
import { createIndexedDbResumeStore } from './idb-resume-store';
import { browserTransport } from './xhr';

/** An uploader with everything a browser offers: real progress, memory across reloads, locks across tabs. */
export function createBrowserUploader(options: UploaderOptions): Uploader {
  return new Uploader({
    transport: browserTransport,
    store: createIndexedDbResumeStore(),
    locks: createLocks(),
    diagnose: diagnoseByProbe,
    ...options,
  });
}

/** An opaque answer is an answer: the bucket is there, so what keeps us out is CORS (or a refusal without CORS headers). */
const diagnoseByProbe: Diagnose = async (url) => {
  try {
    await fetch(new URL(url).origin, {
      mode: 'no-cors',
      cache: 'no-store',
      credentials: 'omit',
      signal: AbortSignal.timeout(10_000),
    });
    return 'blocked';
  } catch {
    return 'unreachable';
  }
};
