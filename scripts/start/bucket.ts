import path from 'node:path';
import { type NodeService, startNodeService } from './node-service';
import type { Plan } from './plan';
import type { Secrets } from './secrets';

/** Starts the embedded bucket of plan on its fixed port, in a process of its own. */
export function startBucketProcess(plan: Plan, secrets: Secrets): Promise<NodeService> {
  const { bucket, host, dataDir, root, env } = plan;
  if (!bucket) throw new Error('This plan has no embedded bucket.');
  const names = [new URL(bucket.publicUrl).hostname, ...(plan.lanAddress ? [plan.lanAddress] : [])];
  return startNodeService({
    name: 'bucket',
    args: [
      // Received buffers are freed with the young generation: a small one keeps the memory of big uploads small.
      ...['--max-semi-space-size=1', '--import', 'tsx', 'lib/bucket/cli.ts'],
      ...['--port', String(bucket.port), '--host', host, '--data', path.join(dataDir, 'bucket')],
      ...['--region', env.S3_REGION],
      ...[...new Set(names)].flatMap((name) => ['--allow-host', name]),
    ],
    cwd: root,
    env: {
      ...process.env,
      SLUICE_BUCKET_KEYS: `${secrets.bucketAccessKeyId}:${secrets.bucketSecretAccessKey}`,
    },
    graceMs: 8_000,
    noise: /"event":"recovered"/,
  });
}
