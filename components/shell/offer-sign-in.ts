import { showToast } from '@/components/ui/toast';

/** The session ended elsewhere. Nothing on the page is thrown away until the person chooses to sign in again. */
export function offerSignIn(): void {
  showToast({
    id: 'signed-out',
    title: 'You are signed out',
    detail: 'Your session ended. Sign in to go on where you were.',
    tone: 'warning',
    durationMs: Number.POSITIVE_INFINITY,
    action: {
      label: 'Sign in',
      onAction: () => {
        const here = `${location.pathname}${location.search}`;
        location.assign(`/sign-in?callbackUrl=${encodeURIComponent(here)}`);
      },
    },
  });
}
