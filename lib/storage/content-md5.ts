import { createHash } from 'node:crypto';
import type { S3Client } from '@aws-sdk/client-s3';

/** Operations that S3 refuses without a digest of their body. Newer SDKs send a CRC32, older engines want MD5. */
const NEEDS_DIGEST = new Set([
  'DeleteObjectsCommand',
  'PutBucketCorsCommand',
  'PutBucketLifecycleConfigurationCommand',
  'PutBucketPolicyCommand',
  'PutPublicAccessBlockCommand',
]);

/** Adds Content-MD5 to bulk deletes and bucket configuration, which MinIO before 2025, Ceph and GCS ask for. */
export function addContentMd5(client: S3Client): void {
  client.middlewareStack.add(
    (next, context) => (args) => {
      const request = args.request as { headers: Record<string, string>; body?: unknown };
      if (NEEDS_DIGEST.has(String(context.commandName)) && typeof request.body === 'string') {
        request.headers['content-md5'] = createHash('md5').update(request.body).digest('base64');
      }
      return next(args);
    },
    { step: 'build', name: 'addContentMd5', priority: 'low' },
  );
}
