import { providerNames } from '@/lib/doctor/provider';
import { examine } from '@/lib/doctor/run';
import { Installation } from '@/lib/jobs/deletion-guard';
import { disconnect } from '@/lib/platform/db';
import { env } from '@/lib/platform/env';
import { findSetting } from '@/lib/platform/settings';
import { defaultStorage } from '@/lib/storage/client';

const signs = { ok: 'ok     ', warning: 'WARNING', failed: 'FAILED ', skipped: 'skipped' };

/**
 * npm run doctor [-- --json]: every check of the server, with the server's environment variables. Ends with 1 when
 * something failed, 2 when it could not begin.
 */
async function main(): Promise<number> {
  const installation = env().DATABASE_URL
    ? await findSetting('installation', Installation).catch(() => null)
    : null;
  const { provider, findings } = await examine({
    on: defaultStorage(),
    appOrigin: env().SLUICE_URL ?? `http://localhost:${env().PORT}`,
    installationId: installation?.id ?? null,
  });
  if (process.argv.includes('--json')) console.log(JSON.stringify({ provider, findings }, null, 2));
  else {
    console.log(`${providerNames[provider]}, bucket ${env().S3_BUCKET}\n`);
    for (const { status, title, tried, cameBack, means, mend } of findings) {
      console.log(`${signs[status]} ${title}`);
      if (status === 'warning' || status === 'failed')
        console.log(
          `        tried: ${tried}\n        came back: ${cameBack}\n        ${means}\n        ${mend ?? ''}`,
        );
    }
  }
  return findings.some(({ status }) => status === 'failed') ? 1 : 0;
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  console.error(
    'The doctor needs the same environment variables as the server (S3_BUCKET, AWS_ACCESS_KEY_ID …).',
  );
  process.exitCode = 2;
} finally {
  await disconnect();
}
