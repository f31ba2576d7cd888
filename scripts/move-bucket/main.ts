import { formatBytes } from '@/lib/format/bytes';
import { formatCount } from '@/lib/format/count';
import { withLocalInstallation } from '../local-installation';
import { PlainError } from '../plain-error';
import { runCommand } from '../run-command';
import { findRunningUrl } from '../start/lock';

const usage = `Usage: npm run move-bucket
  Copies all objects of this installation to another bucket, which these variables name (also in .env):
    S3_TARGET_BUCKET, S3_TARGET_ACCESS_KEY_ID, S3_TARGET_SECRET_ACCESS_KEY,
    S3_TARGET_ENDPOINT (AWS when absent), S3_TARGET_REGION (us-east-1), S3_TARGET_FORCE_PATH_STYLE (true)
  The bucket in use is only read. Cut short, run it again: what is there already is not sent twice.`;

/** `npm run move-bucket`: from the bucket in use to another one, verified; then says what to set. */
async function main(args: string[]): Promise<void> {
  if (args.length > 0) throw new PlainError(usage);
  await withLocalInstallation('database and bucket', async ({ dataDir }) => {
    // Only now: these modules read the environment when they are first used.
    const { defaultStorage } = await import('@/lib/storage/client');
    const { openTarget } = await import('./target');
    const { moveObjects } = await import('./move-objects');
    const source = defaultStorage();
    const target = openTarget(process.env, source.config);
    let shownAt = Date.now();
    const { objects, bytes, copied, bySizeAlone } = await moveObjects({
      source,
      target,
      onProgress: (seen) => {
        if (Date.now() - shownAt < 5_000) return;
        shownAt = Date.now();
        console.log(
          `  ${formatCount(seen.objects, 'object')}, ${formatBytes(seen.bytes)}; ${seen.copied} copied …`,
        );
      },
    });
    const { endpoint, bucket, prefix, region, forcePathStyle } = target.config;
    console.log(
      `All ${formatCount(objects, 'object')} (${formatBytes(bytes)}) are in ${bucket}; ${copied} were copied now.`,
    );
    console.log(
      bySizeAlone > 0
        ? `Sizes agree; ${bySizeAlone} could not be compared by ETag, their MD5 was checked when they were sent.`
        : 'Sizes and ETags agree.',
    );
    if (findRunningUrl(dataDir)) {
      console.log(
        '\nSluice is running, and what people upload goes to the old bucket still: stop it, and run this once more.',
      );
      return;
    }
    console.log(`\nSet these, then start Sluice and run npm run doctor:
  S3_ENDPOINT=${endpoint}
  S3_BUCKET=${bucket}
  S3_PREFIX=${prefix}
  S3_REGION=${region}
  S3_FORCE_PATH_STYLE=${forcePathStyle}
  AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY: those of S3_TARGET_
If Sluice still runs on another machine, stop it there and run this once more before.
The old bucket is as it was. Keep it until you have seen your files in the new one.`);
  });
}

await runCommand(main);
