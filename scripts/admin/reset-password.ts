import { withLocalInstallation } from '../local-installation';

/** Prints a link with which the person with this address chooses a new password. */
export async function resetPassword(email: string): Promise<void> {
  await withLocalInstallation('database', async (plan) => {
    // Only now: these modules read the environment when they are first used.
    const { issuePasswordReset } = await import('@/lib/users/password-reset');
    const { path: page } = await issuePasswordReset(email);
    console.log(`Within 24 hours, open\n\n  ${new URL(page, plan.url)}\n\nand choose a new password.`);
  });
}
