import { describeFailure } from './describe-failure';
import { withLocalInstallation } from './local-installation';

const signs = { ok: 'ok     ', warning: 'WARNING', failed: 'FAILED ', skipped: 'skipped' };

/**
 * npm run doctor [-- --json]: every check of the server on the installation that is set up here, while Sluice runs and
 * while it does not. Ends with 1 when something failed, 2 when it could not begin.
 */
const main = (): Promise<number> =>
  withLocalInstallation('database and bucket', async (plan) => {
    // Only now: these modules read the environment when they are first used.
    const [
      { examine },
      { providerNames },
      { Installation },
      { findSetting },
      { defaultStorage },
      { disconnect },
    ] = await Promise.all([
      import('@/lib/doctor/run'),
      import('@/lib/doctor/provider'),
      import('@/lib/jobs/deletion-guard'),
      import('@/lib/platform/settings'),
      import('@/lib/storage/client'),
      import('@/lib/platform/db'),
    ]);
    // A database that is away is a finding of its own.
    const installation = await findSetting('installation', Installation).catch(() => null);
    const on = defaultStorage();
    const { provider, findings } = await examine({
      on,
      appOrigin: new URL(plan.url).origin,
      installationId: installation?.id ?? null,
    });
    await disconnect();
    if (process.argv.includes('--json')) console.log(JSON.stringify({ provider, findings }, null, 2));
    else {
      console.log(`${providerNames[provider]}, bucket ${on.config.bucket}\n`);
      for (const { status, title, tried, cameBack, means, mend } of findings) {
        console.log(`${signs[status]} ${title}`);
        if (status === 'warning' || status === 'failed')
          console.log(
            `        tried: ${tried}\n        came back: ${cameBack}\n        ${means}\n        ${mend ?? ''}`,
          );
      }
    }
    return findings.some(({ status }) => status === 'failed') ? 1 : 0;
  });

try {
  process.exit(await main());
} catch (error) {
  console.error(describeFailure(error, { databaseUrl: process.env.DATABASE_URL }));
  process.exit(2);
}
