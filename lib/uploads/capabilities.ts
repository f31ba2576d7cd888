import 'server-only';
import { transaction } from '@/lib/platform/db';
import { findSetting, putSetting } from '@/lib/platform/settings';
import { areCapabilitiesStale, Capabilities, probeCapabilities } from '@/lib/storage/capabilities';

/** What uploading relies on of what the probe found. */
export type UploadCapabilities = {
  createOnlyPut: boolean;
  postForm: boolean;
  etagIsMd5: boolean;
  partEtagIsMd5: boolean;
  /** The digest to sign into each part's URL where its ETag proves nothing; null: none is needed, or none honoured. */
  partDigest: 'md5' | 'sha256' | null;
  unsignedAclRefused: boolean;
};

const key = 'capabilities';
/** How long an instance may rely on what it has read. */
const maxAgeMs = 5_000;
let cached: { readAt: number; value: UploadCapabilities } | undefined;

/** Before a probe has been stored nothing is taken for granted: staging, copy, and a signed ACL. */
const unknownEndpoint: UploadCapabilities = {
  createOnlyPut: false,
  postForm: false,
  etagIsMd5: false,
  partEtagIsMd5: false,
  partDigest: null,
  unsignedAclRefused: false,
};

function toUploadCapabilities(found: Capabilities): UploadCapabilities {
  const { etagIsMd5, contentMd5, sha256 } = found.parts;
  const signable = contentMd5 ? 'md5' : sha256 ? 'sha256' : null;
  return {
    createOnlyPut: found.createOnlyPut,
    postForm: found.postForm,
    etagIsMd5: found.putEtagIsMd5,
    partEtagIsMd5: etagIsMd5,
    partDigest: etagIsMd5 ? null : signable,
    unsignedAclRefused: found.refusesAddedAcl,
  };
}

/** What this endpoint honours, as the last probe found it. */
export async function uploadCapabilities(): Promise<UploadCapabilities> {
  if (cached && Date.now() - cached.readAt < maxAgeMs) return cached.value;
  const found = await findSetting(key, Capabilities);
  const value = found ? toUploadCapabilities(found) : unknownEndpoint;
  cached = { readAt: Date.now(), value };
  return value;
}

/** Probes the endpoint when nothing, or another endpoint, is on record; called at start. */
export async function ensureCapabilities(): Promise<void> {
  const known = await findSetting(key, Capabilities);
  if (known && !areCapabilitiesStale(known)) return;
  const value = await probeCapabilities();
  await transaction((tx) => putSetting(tx, { key, value }));
  cached = undefined;
}
