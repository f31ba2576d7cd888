import 'server-only';
import { z } from 'zod';
import { defaultStorage, type StorageHandle } from './client';
import { toStorageError } from './errors';
import { DEFAULT_MAX_OBJECT_BYTES } from './parts';
import { probeCors, probePublicAccessBlock } from './probe/configuration';
import {
  probeAnonymousRead,
  probeCopyIfMatch,
  probeRanges,
  probeResponseOverrides,
  probeTampering,
} from './probe/reads';
import { ProbeScene } from './probe/scene';
import {
  probeAddedAcl,
  probeContentMd5,
  probeCrc32c,
  probeCreateOnly,
  probeExactLength,
  probeParts,
  probePostForm,
  probePutEtag,
  probeSha256,
} from './probe/uploads';
import { putObject } from './put-object';

/**
 * What one endpoint and bucket really do, as tried. A false means "do not rely on it": also when the probe could
 * not finish, which failures then tells.
 */
export const Capabilities = z.object({
  endpoint: z.string(),
  publicEndpoint: z.string(),
  bucket: z.string(),
  probedAt: z.iso.datetime(),
  /** Digests of a PUT that the bucket checks. */
  checksums: z.object({ md5: z.boolean(), sha256: z.boolean(), crc32c: z.boolean() }),
  /** What is proved of each part of a multipart upload. */
  parts: z.object({ etagIsMd5: z.boolean(), contentMd5: z.boolean(), sha256: z.boolean() }),
  putEtagIsMd5: z.boolean(),
  createOnlyPut: z.boolean(),
  exactLength: z.boolean(),
  refusesAddedAcl: z.boolean(),
  refusesTamperedUrl: z.boolean(),
  postForm: z.boolean(),
  copyIfMatch: z.boolean(),
  responseOverrides: z.boolean(),
  ranges: z.boolean(),
  anonymousRead: z.boolean().nullable(),
  cors: z.object({ readable: z.boolean(), writable: z.boolean().nullable() }),
  publicAccessBlock: z.enum(['blocked', 'partly', 'open', 'unsupported', 'hidden']),
  /** The public endpoint answers this server; when it does not, probes used the internal one, and forms count as off. */
  publicEndpointReachable: z.boolean(),
  maxObjectBytes: z.number().int().positive(),
  failures: z.array(z.object({ probe: z.string(), kind: z.string(), detail: z.string() })),
});
export type Capabilities = z.infer<typeof Capabilities>;

/**
 * Tries everything with tiny objects below `<prefix>probe/` and removes them again. Throws only when the endpoint
 * cannot be used at all (unavailable, bad_credentials); single probes that break are listed in failures.
 * With mayConfigure, CORS is rewritten as it is to see whether it may be; the embedded bucket is always.
 */
export async function probeCapabilities(
  options: { mayConfigure?: boolean } = {},
  on: StorageHandle = defaultStorage(),
): Promise<Capabilities> {
  const scene = await ProbeScene.open(on);
  const failures: Capabilities['failures'] = [];
  const note = (probe: string, error: unknown) => {
    const seen = toStorageError(probe, error);
    failures.push({ probe, kind: seen.kind, detail: seen.message });
  };
  const attempt = async <T>(probe: string, otherwise: T, run: () => Promise<T>): Promise<T> => {
    try {
      return await run();
    } catch (error) {
      note(probe, error);
      return otherwise;
    }
  };
  const claim = (probe: string, run: (on: ProbeScene) => Promise<boolean>) =>
    attempt(probe, false, () => run(scene));
  try {
    // Alone and first: if even that fails, the endpoint cannot be used and the error says why.
    await putObject({ key: scene.newKey('first'), body: scene.body, contentType: 'text/plain' }, on);
    const [putEtagIsMd5, md5, sha256, crc32c, createOnlyPut, exactLength, refusesAddedAcl, postForm] =
      await Promise.all([
        claim('putEtagIsMd5', probePutEtag),
        claim('contentMd5', probeContentMd5),
        claim('sha256', probeSha256),
        claim('crc32c', probeCrc32c),
        claim('createOnlyPut', probeCreateOnly),
        claim('exactLength', probeExactLength),
        claim('refusesAddedAcl', probeAddedAcl),
        claim('postForm', probePostForm),
      ]);
    const [copyIfMatch, responseOverrides, ranges, refusesTamperedUrl] = await Promise.all([
      claim('copyIfMatch', probeCopyIfMatch),
      claim('responseOverrides', probeResponseOverrides),
      claim('ranges', probeRanges),
      claim('refusesTamperedUrl', probeTampering),
    ]);
    const noParts = { etagIsMd5: false, contentMd5: false, sha256: false };
    const mayWrite = options.mayConfigure ?? on.config.embedded;
    return {
      endpoint: on.config.endpoint,
      publicEndpoint: on.config.publicEndpoint,
      bucket: on.config.bucket,
      probedAt: new Date().toISOString(),
      checksums: { md5, sha256, crc32c },
      parts: await attempt('parts', noParts, () => probeParts(scene)),
      putEtagIsMd5,
      createOnlyPut,
      exactLength,
      refusesAddedAcl,
      refusesTamperedUrl,
      postForm: postForm && scene.isPublic,
      copyIfMatch,
      responseOverrides,
      ranges,
      anonymousRead: await attempt('anonymousRead', null, () => probeAnonymousRead(scene)),
      cors: await attempt('cors', { readable: false, writable: null }, () => probeCors(on, mayWrite)),
      publicAccessBlock: await attempt('publicAccessBlock', 'hidden', () => probePublicAccessBlock(on)),
      publicEndpointReachable: scene.isPublic,
      maxObjectBytes: DEFAULT_MAX_OBJECT_BYTES,
      failures,
    };
  } finally {
    await scene.sweep().catch((error: unknown) => note('sweep', error));
  }
}

/** True when capabilities were probed on another endpoint or bucket than this one, and must be probed again. */
export function areCapabilitiesStale(known: Capabilities, on: StorageHandle = defaultStorage()): boolean {
  const { endpoint, publicEndpoint, bucket } = on.config;
  return known.endpoint !== endpoint || known.publicEndpoint !== publicEndpoint || known.bucket !== bucket;
}
