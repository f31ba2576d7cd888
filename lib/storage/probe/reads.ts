import 'server-only';
import { isReadableByAnyone } from '../anonymous';
import { copyObject } from '../copy-object';
import { isStorageError } from '../errors';
import { headObject } from '../head-object';
import { putObject } from '../put-object';
import type { ProbeScene } from './scene';

async function stored(scene: ProbeScene, name: string): Promise<string> {
  const key = scene.newKey(name);
  await putObject({ key, body: scene.body, contentType: 'text/html' }, scene.on);
  return key;
}

function getOf(key: string) {
  return {
    key,
    fileName: 'probe ü.txt',
    contentType: 'text/plain',
    disposition: 'attachment' as const,
    expiresInSeconds: 60,
  };
}

/** response-content-type, -disposition and -cache-control in a signed GET win over what was stored. */
export async function probeResponseOverrides(scene: ProbeScene): Promise<boolean> {
  const signed = scene.presigner.get({
    ...getOf(await stored(scene, 'overrides')),
    cacheControl: 'private, max-age=7',
  });
  const { status, headers } = await scene.send(signed);
  return (
    status === 200 &&
    headers.get('content-type')?.startsWith('text/plain') === true &&
    headers.get('content-disposition')?.includes('probe%20%C3%BC.txt') === true &&
    headers.get('cache-control') === 'private, max-age=7'
  );
}

/** Signed GETs answer ranges: seeking in a video, resuming a download. */
export async function probeRanges(scene: ProbeScene): Promise<boolean> {
  const signed = scene.presigner.get(getOf(await stored(scene, 'ranges')));
  const answer = await scene.send(signed, { range: 'bytes=1-3' });
  return answer.status === 206 && answer.headers.get('content-length') === '3';
}

/** A URL whose query was changed is refused. */
export async function probeTampering(scene: ProbeScene): Promise<boolean> {
  const signed = scene.presigner.get(getOf(await stored(scene, 'tampered')));
  const changed = { ...signed, url: signed.url.replace('attachment', 'inline') };
  return (await scene.send(changed)).status === 403;
}

/** A copy is refused when the source is not what was verified. */
export async function probeCopyIfMatch(scene: ProbeScene): Promise<boolean> {
  const from = await stored(scene, 'copy-from');
  const { etag } = await headObject(from, scene.on);
  const to = scene.newKey('copy-to');
  const contentType = 'text/plain';
  try {
    await copyObject(from, to, { ifMatchEtag: 'f'.repeat(32), contentType }, scene.on);
    return false;
  } catch (error) {
    if (!isStorageError(error, 'precondition_failed')) throw error;
    // Without a code it was copyObject's own look afterwards that noticed, not the engine.
    if (error.providerCode === undefined) return false;
  }
  await copyObject(from, to, { ifMatchEtag: etag, contentType }, scene.on);
  return (await headObject(to, scene.on)).contentType === contentType;
}

/** Whether an object of ours, or the list of them, is there for anybody; null when that cannot be told from here. */
export async function probeAnonymousRead(scene: ProbeScene): Promise<boolean | null> {
  return isReadableByAnyone(await stored(scene, 'anonymous'), scene.on);
}
