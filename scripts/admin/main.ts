import { PlainError } from '../plain-error';
import { runCommand } from '../run-command';
import { reconcile } from './reconcile';
import { resetPassword } from './reset-password';

const USAGE = `Usage: npm run admin -- reset-password EMAIL
  Prints a link with which that person chooses a new password.

       npm run admin -- reconcile [--adopt EMAIL]
  Compares the bucket with the database and says what they disagree on. Deletes nothing.
  --adopt  brings objects that no row knows back as files of that person, in the folder "Recovered files".

Both work while Sluice runs and while it does not.`;

/** `npm run admin`: what somebody at the machine may do who cannot sign in. */
async function main([command, ...args]: string[]): Promise<void> {
  const [first, second, ...rest] = args;
  if (command === 'reset-password' && first && second === undefined) return resetPassword(first);
  if (command === 'reconcile' && args.length === 0) return reconcile();
  if (command === 'reconcile' && first === '--adopt' && second && rest.length === 0) return reconcile(second);
  throw new PlainError(USAGE);
}

await runCommand(main);
