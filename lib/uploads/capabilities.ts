import 'server-only';
import { z } from 'zod';
import { findSetting } from '@/lib/platform/settings';

/** What uploading relies on of what the probe found (lib/storage/capabilities); absent before the first probe. */
const UploadCapabilities = z.looseObject({
  createOnlyPut: z.boolean().default(false),
  postForm: z.boolean().default(false),
  etagIsMd5: z.boolean().default(false),
  partEtagIsMd5: z.boolean().default(false),
  unsignedAclRefused: z.boolean().default(false),
});
export type UploadCapabilities = z.infer<typeof UploadCapabilities>;

export const capabilitiesKey = 'capabilities';
const maxAgeMs = 30_000;
let cached: { readAt: number; value: UploadCapabilities } | undefined;

/** What this endpoint honours. Before a probe has been stored nothing is taken for granted: staging and copy. */
export async function uploadCapabilities(): Promise<UploadCapabilities> {
  if (cached && Date.now() - cached.readAt < maxAgeMs) return cached.value;
  const value = (await findSetting(capabilitiesKey, UploadCapabilities)) ?? UploadCapabilities.parse({});
  cached = { readAt: Date.now(), value };
  return value;
}
