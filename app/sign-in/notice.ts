/** Why somebody lands on the sign-in page with ?error=…; the codes are next-auth's and those of lib/users/oidc. */
const notices: Record<string, string> = {
  CredentialsSignin: 'The e-mail address or the password is wrong. Check both and try again.',
  AccessDenied: 'This account is not allowed in. Ask an admin if you think it should be.',
  EmailMissing:
    'Your provider did not tell us your e-mail address. Allow it there, or sign in with a password.',
  OAuthAccountNotLinked:
    'An account with this e-mail address exists already. Sign in with its password, then use the provider again to link them.',
  RegistrationClosed: 'There is no account for you yet. Ask an admin for an invitation.',
  SetUpFirst: 'Sluice is not set up yet. Create the first admin before using the provider.',
  SessionRequired: 'Sign in to see this page.',
  rate_limited: 'Too many tries. Wait a minute and try again.',
  unavailable: 'Sign-in is not available at the moment. Try again shortly.',
};

/** The sentence for code; a general one for codes nobody foresaw; none without a code. */
export function noticeFor(code: string | null): string | undefined {
  if (!code) return undefined;
  return Object.hasOwn(notices, code) ? notices[code] : 'Signing in did not work. Try again.';
}
