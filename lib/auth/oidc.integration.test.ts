import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { UserActor } from '@/lib/access/actor';
import { CreateInvite } from '@/lib/contracts/admin';
import { db } from '@/lib/platform/db';
import { migrateRateLimits } from '@/lib/platform/rate-limit';
import { createInvite } from '@/lib/users/invites';
import { TestBrowser } from '@/scripts/testing/browser';
import type { Claims } from '@/scripts/testing/oidc-provider';
import { actorOf, createPerson, setPolicy, testOrigin, testPassword } from '@/scripts/testing/people';
import { authenticate } from './authenticate';
import { handleAuth } from './handle-auth';

// The environment is read once, when the first of our modules loads: the provider has to be there before.
const provider = await vi.hoisted(async () => {
  const { OidcProvider } = await import('@/scripts/testing/oidc-provider');
  const started = await new OidcProvider().start();
  Object.assign(process.env, {
    OIDC_ISSUER: started.issuer,
    OIDC_CLIENT_ID: started.clientId,
    OIDC_CLIENT_SECRET: started.clientSecret,
    OIDC_NAME: 'Test provider',
  });
  return started;
});

const limits = { authTriesPerMinute: 100_000, requestsPerMinute: 100_000 };
let admin: UserActor;

beforeAll(migrateRateLimits);
beforeEach(async () => {
  await db().user.deleteMany();
  admin = actorOf(await createPerson({ role: 'admin' }));
  await setPolicy({ ...limits, registration: 'open' });
});

const browser = () => new TestBrowser(handleAuth);
const whoIs = (visitor: TestBrowser) => authenticate(visitor.headers(), testOrigin());
const claimsOf = (more: Partial<Claims> = {}): Claims => {
  const sub = randomUUID();
  return { sub, email: `${sub}@idp.example`, email_verified: true, name: 'Ada', ...more };
};

async function startAt(visitor: TestBrowser, callbackUrl = '/', query = ''): Promise<string> {
  const csrfToken = await visitor.csrfToken();
  const answer = await visitor.post(`/api/auth/signin/oidc${query}`, { csrfToken, callbackUrl, json: true });
  expect(answer.status).toBe(200);
  return ((await answer.json()) as { url: string }).url;
}

/** Goes to the provider, comes back as claims; where the browser lands. */
async function signIn(claims: Claims, visitor = browser(), callbackUrl = '/'): Promise<string> {
  const back = provider.approve(await startAt(visitor, callbackUrl), claims);
  const answer = await visitor.get(back);
  expect(answer.status).toBe(302);
  return answer.headers.get('location') ?? '';
}

describe('signing in with an OIDC provider', () => {
  it('signs a new person up, and knows them by issuer and subject ever after', async () => {
    const claims = claimsOf({ name: 'Grace' });
    const visitor = browser();
    expect(await signIn(claims, visitor, '/trash')).toBe('/trash');
    const first = await whoIs(visitor);
    expect(first).toMatchObject({ email: claims.email, name: 'Grace', role: 'user' });
    const again = browser();
    await signIn({ ...claims, email: 'moved@idp.example', name: 'Renamed' }, again);
    expect(await whoIs(again)).toMatchObject({ userId: first?.userId, email: claims.email });
    expect(await db().account.findMany({ select: { issuer: true, subject: true } })).toEqual([
      { issuer: provider.issuer, subject: claims.sub },
    ]);
  });

  it('shows itself in the list of providers', async () => {
    const list = await (await browser().get('/api/auth/providers')).json();
    expect(list).toMatchObject({ credentials: { type: 'credentials' }, oidc: { name: 'Test provider' } });
  });

  it.each([true, false])(
    'never takes an account over by its address (verified: %s)',
    async (email_verified) => {
      const person = await createPerson();
      const visitor = browser();
      const landed = await signIn(claimsOf({ email: person.email, email_verified }), visitor);
      expect(landed).toBe('/sign-in?error=OAuthAccountNotLinked');
      expect(await whoIs(visitor)).toBeNull();
      expect(await db().account.count()).toBe(0);
    },
  );

  it('connects the identity to whoever is signed in', async () => {
    const person = await createPerson();
    const claims = claimsOf();
    const visitor = browser();
    await visitor.signIn(person.email, testPassword);
    expect(await signIn(claims, visitor, '/settings')).toBe('/settings');
    const later = browser();
    await signIn(claims, later);
    expect(await whoIs(later)).toMatchObject({ userId: person.id });
  });

  it('does not move an identity to another account', async () => {
    const claims = claimsOf();
    const owner = browser();
    await signIn(claims, owner);
    const other = browser();
    await other.signIn((await createPerson()).email, testPassword);
    await signIn(claims, other);
    expect((await whoIs(other))?.userId).toBe((await whoIs(owner))?.userId);
    expect(await db().account.count()).toBe(1);
  });

  it('makes one person of two first sign-ins at once', async () => {
    const claims = claimsOf();
    const visitors = [browser(), browser(), browser()];
    await Promise.all(visitors.map((visitor) => signIn(claims, visitor)));
    const people = await Promise.all(visitors.map(whoIs));
    expect(new Set(people.map((person) => person?.userId)).size).toBe(1);
    expect(await db().user.count({ where: { email: claims.email ?? '' } })).toBe(1);
  });

  it('refuses a disabled person', async () => {
    const claims = claimsOf();
    await signIn(claims);
    await db().user.updateMany({ where: { email: claims.email ?? '' }, data: { status: 'disabled' } });
    const visitor = browser();
    expect(await signIn(claims, visitor)).toBe('/sign-in?error=AccessDenied');
    expect(await whoIs(visitor)).toBeNull();
  });

  it('needs an address', async () => {
    expect(await signIn({ sub: randomUUID() })).toBe('/sign-in?error=EmailMissing');
  });

  it('waits for the first admin', async () => {
    await db().user.deleteMany();
    expect(await signIn(claimsOf())).toBe('/sign-in?error=SetUpFirst');
    expect(await db().user.count()).toBe(0);
  });
});

describe('the registration policy holds for it too', () => {
  const invite = (given: Record<string, unknown> = {}) => createInvite(admin, CreateInvite.parse(given));

  it.each(['invite', 'closed'] as const)('nobody new while it is "%s"', async (registration) => {
    await setPolicy({ ...limits, registration });
    expect(await signIn(claimsOf())).toBe('/sign-in?error=RegistrationClosed');
  });

  it('an invitation link lets one person in, with its role', async () => {
    await setPolicy({ ...limits, registration: 'invite' });
    const { token } = await invite({ role: 'admin' });
    const visitor = browser();
    expect(await signIn(claimsOf(), visitor, `/invite/${token}`)).toBe('/');
    expect(await whoIs(visitor)).toMatchObject({ role: 'admin' });
    expect(await signIn(claimsOf(), browser(), `/invite/${token}`)).toBe('/sign-in?error=RegistrationClosed');
  });

  it('an invitation for an address lets its verified owner in, and nobody else', async () => {
    await setPolicy({ ...limits, registration: 'invite' });
    const { token } = await invite({ email: 'ada@idp.example' });
    const claimed = claimsOf({ email: 'ada@idp.example', email_verified: false });
    expect(await signIn(claimed)).toBe('/sign-in?error=RegistrationClosed');
    expect(await signIn(claimed, browser(), `/invite/${token}`)).toBe('/sign-in?error=RegistrationClosed');
    expect(await signIn(claimsOf({ email: 'Ada@idp.example' }))).toBe('/');
  });

  it('people who are known come in whatever it says', async () => {
    const claims = claimsOf();
    await signIn(claims);
    await setPolicy({ ...limits, registration: 'closed' });
    expect(await signIn(claims)).toBe('/');
  });
});

describe('an attacker', () => {
  const isRefused = async (visitor: TestBrowser, back: string) => {
    const answer = await visitor.get(back);
    expect(answer.headers.get('location')).toMatch(/^\/sign-in\?error=/);
    expect(await whoIs(visitor)).toBeNull();
  };

  it('cannot hand their own sign-in to somebody else: state and verifier are in cookies', async () => {
    const back = provider.approve(await startAt(browser()), claimsOf());
    await isRefused(browser(), back);
    const victim = browser();
    await startAt(victim);
    await isRefused(victim, back);
  });

  it('cannot replay an answer', async () => {
    const visitor = browser();
    const back = provider.approve(await startAt(visitor), claimsOf());
    await visitor.get(back);
    const copy = browser();
    await isRefused(copy, back);
  });

  it('cannot swap the ID token: its nonce is ours', async () => {
    const visitor = browser();
    const back = provider.approve(await startAt(visitor), claimsOf());
    provider.forgedNonce = 'somebody else’s';
    await isRefused(visitor, back);
  });

  it('cannot choose where the provider sends the code', async () => {
    const url = await startAt(browser(), '/', '?redirect_uri=https://evil.example/&scope=everything');
    expect(new URL(url).searchParams.get('redirect_uri')).toBe(
      'http://localhost:3000/api/auth/callback/oidc',
    );
    expect(new URL(url).searchParams.get('scope')).toBe('openid email profile');
  });

  it('gets the sign-in page for garbage', async () => {
    for (const query of [
      '',
      '?code=x',
      '?error=access_denied',
      '?code=%F0%9F&state=1',
      '?state=x&code=y&z=1',
    ]) {
      const answer = await browser().get(`/api/auth/callback/oidc${query}`);
      expect(answer.status).toBe(302);
      expect(answer.headers.get('location')).toMatch(/^\/sign-in\?error=/);
    }
  });
});

it('a provider that is away is a sentence on the sign-in page', async () => {
  await provider.stop();
  const visitor = browser();
  const csrfToken = await visitor.csrfToken();
  const answer = await visitor.post('/api/auth/signin/oidc', { csrfToken, json: true });
  expect(await answer.json()).toEqual({ url: 'http://localhost:3000/sign-in?error=OAuthSignin' });
});
