import { describeFailure } from './describe-failure';
import { withLocalInstallation } from './local-installation';
import { PlainError } from './plain-error';

const USAGE = `Usage: npm run admin -- reset-password EMAIL
  Prints a link with which that person chooses a new password. Works while Sluice runs and while it does not.`;

/** `npm run admin`: what somebody at the machine may do who cannot sign in. */
async function main([command, email, ...rest]: string[]): Promise<void> {
  if (command !== 'reset-password' || !email || rest.length > 0) throw new PlainError(USAGE);
  await withLocalInstallation('database', async (plan) => {
    // Only now: these modules read the environment when they are first used.
    const { issuePasswordReset } = await import('@/lib/users/password-reset');
    const { path: page } = await issuePasswordReset(email);
    console.log(`Within 24 hours, open\n\n  ${new URL(page, plan.url)}\n\nand choose a new password.`);
  });
}

try {
  await main(process.argv.slice(2));
  // The app's database pool keeps the process for a while.
  process.exit(0);
} catch (error) {
  console.error(describeFailure(error, { databaseUrl: process.env.DATABASE_URL }));
  process.exit(1);
}
