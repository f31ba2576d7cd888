import { showError } from '@/components/ui/show-error';
import { signOut } from '@/lib/api-client/session';

/** Signs out, or says that it did not work. */
export const leave = (): void => {
  signOut().catch((error: unknown) => showError('You are still signed in', error));
};
