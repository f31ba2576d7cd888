import 'server-only';
import type { NextAuthOptions } from 'next-auth';
import CredentialsProvider from 'next-auth/providers/credentials';
import type { OAuthConfig } from 'next-auth/providers/oauth';
import { z } from 'zod';
import type { Origin, UserActor } from '@/lib/access/actor';
import { Email } from '@/lib/contracts/account';
import { env } from '@/lib/platform/env';
import { log } from '@/lib/platform/log';
import { type OidcIdentity, signInWithOidc } from '@/lib/users/oidc';
import { sessionSeconds, signOut } from '@/lib/users/sessions';
import { signInWithPassword } from '@/lib/users/sign-in';
import { isHttps } from './cookie';
import { sameOriginUrl } from './same-origin-url';

/** What one sign-in came to: next-auth hands only users and redirects from callback to callback. */
export type SignInOutcome = { sessionId: string | null; invited: boolean; thrown: unknown };

export type AuthRequest = {
  origin: Origin;
  /** Who is signed in already, by cookie. */
  actor: UserActor | null;
  /** Token of the invitation page that the person came from. */
  inviteToken: string | null;
};

/** Id of the provider in paths and in `signIn('oidc')`. */
export const oidcProviderId = 'oidc';

/** What the provider `credentials` takes; next-auth's own fields travel beside them. */
export const Credentials = z.object({
  email: Email,
  password: z.string().min(1, 'A password is needed.').max(256),
});

/** Claims of an ID token as far as we read them. Source: OpenID Connect Core 1.0, 5.1. */
type Claims = {
  iss: string;
  sub: string;
  email?: string;
  /** Some providers write the text "true". */
  email_verified?: boolean | string;
  name?: string;
  preferred_username?: string;
};

const toIdentity = (claims: Claims): OidcIdentity => ({
  issuer: claims.iss,
  subject: claims.sub,
  email: claims.email ?? null,
  emailVerified: claims.email_verified === true || claims.email_verified === 'true',
  name: claims.name ?? claims.preferred_username ?? null,
});

/** The OIDC provider of the environment, null without one. */
function oidcProvider(): OAuthConfig<Claims> | null {
  const {
    OIDC_ISSUER: issuer,
    OIDC_CLIENT_ID: clientId,
    OIDC_CLIENT_SECRET: clientSecret,
    OIDC_NAME: name,
  } = env();
  if (!issuer || !clientId || !clientSecret) return null;
  return {
    id: oidcProviderId,
    name,
    type: 'oauth',
    wellKnown: `${issuer}/.well-known/openid-configuration`,
    clientId,
    clientSecret,
    authorization: { params: { scope: 'openid email profile' } },
    idToken: true,
    checks: ['pkce', 'state', 'nonce'],
    httpOptions: { timeout: 10_000 },
    profile: (claims) => ({ id: claims.sub, email: claims.email ?? null, name: claims.name ?? null }),
  };
}

/**
 * next-auth's options for one request, and what its sign-in came to. The cookie's token carries `sid`, the id of the
 * session row, and nothing else: who that is, and whether still, is read from the database each time.
 */
export function authOptions({ origin, actor, inviteToken }: AuthRequest): {
  options: NextAuthOptions;
  outcome: SignInOutcome;
} {
  const outcome: SignInOutcome = { sessionId: null, invited: false, thrown: null };
  const oidc = oidcProvider();
  const options: NextAuthOptions = {
    secret: env().SLUICE_SECRET,
    useSecureCookies: isHttps(),
    session: { strategy: 'jwt', maxAge: sessionSeconds },
    pages: { signIn: '/sign-in', signOut: '/sign-in', error: '/sign-in' },
    providers: [
      CredentialsProvider({
        id: 'credentials',
        name: 'E-mail and password',
        credentials: { email: { type: 'email' }, password: { type: 'password' } },
        authorize: async (given) => {
          try {
            outcome.sessionId = await signInWithPassword({ ...Credentials.parse(given), origin });
            return { id: outcome.sessionId };
          } catch (error) {
            outcome.thrown = error;
            return null;
          }
        },
      }),
      ...(oidc ? [oidc] : []),
    ],
    callbacks: {
      signIn: async ({ account, profile }) => {
        if (account?.provider !== oidcProviderId) return true;
        try {
          const identity = toIdentity(profile as Claims);
          const result = await signInWithOidc({ identity, origin, actor, inviteToken });
          if ('refusal' in result) return `/sign-in?error=${result.refusal}`;
          Object.assign(outcome, result);
          return true;
        } catch (error) {
          outcome.thrown = error;
          return false;
        }
      },
      jwt: ({ token, account }) => (account ? { sid: outcome.sessionId } : { sid: token.sid }),
      redirect: ({ url, baseUrl }) => sameOriginUrl(url, baseUrl) ?? baseUrl,
    },
    events: {
      signOut: async ({ token }) => {
        try {
          if (typeof token?.sid === 'string') await signOut(token.sid, origin);
        } catch (error) {
          // next-auth would log it and report success while the session lives on.
          outcome.thrown = error;
        }
      },
    },
    logger: {
      error: (code, metadata) =>
        log.warn({ code, requestId: origin.requestId, err: errorOf(metadata) }, 'auth.problem'),
      warn: () => undefined,
      debug: () => undefined,
    },
  };
  return { options, outcome };
}

/** next-auth logs an Error or a bag with one inside; the bag may hold tokens and profiles, which no log may. */
function errorOf(metadata: Error | { error?: unknown }): unknown {
  return metadata instanceof Error ? metadata : (metadata.error ?? null);
}
