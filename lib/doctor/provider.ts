import 'server-only';

export const providers = ['aws', 'r2', 'b2', 'minio', 'garage', 'ceph', 'embedded', 'other'] as const;
export type Provider = (typeof providers)[number];

export const providerNames: Record<Provider, string> = {
  aws: 'Amazon S3',
  r2: 'Cloudflare R2',
  b2: 'Backblaze B2',
  minio: 'MinIO',
  garage: 'Garage',
  ceph: 'Ceph RGW',
  embedded: 'embedded bucket',
  other: 'S3-compatible storage',
};

/** Who answers at the endpoint, by its host and what its unsigned answer looks like. */
export function providerOf(endpoint: string, embedded: boolean, headers: Headers | null): Provider {
  if (embedded) return 'embedded';
  const { hostname } = new URL(endpoint);
  if (/\.amazonaws\.com(\.cn)?$/.test(hostname)) return 'aws';
  if (hostname.endsWith('.r2.cloudflarestorage.com')) return 'r2';
  if (hostname.endsWith('.backblazeb2.com')) return 'b2';
  const server = headers?.get('server') ?? '';
  if (/minio/i.test(server)) return 'minio';
  if (/garage/i.test(server)) return 'garage';
  // RGW's transaction ids begin like this. Source: Ceph, rgw_common.
  if (/ceph/i.test(server) || /^tx0000/.test(headers?.get('x-amz-request-id') ?? '')) return 'ceph';
  return 'other';
}
