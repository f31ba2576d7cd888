import fc from 'fast-check';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { db } from '@/lib/platform/db';
import { migrateRateLimits } from '@/lib/platform/rate-limit';
import { TestBrowser } from '@/scripts/testing/browser';
import { auditOf, createPerson, setPolicy, testOrigin, testPassword } from '@/scripts/testing/people';
import { authenticate } from './authenticate';
import { handleAuth } from './handle-auth';

beforeAll(async () => {
  await migrateRateLimits();
  await setPolicy({ authTriesPerMinute: 100_000, requestsPerMinute: 100_000 });
});
beforeEach(async () => {
  await db().$executeRaw`DELETE FROM rate_limit`;
});

const browser = () => new TestBrowser(handleAuth);
const whoIs = (visitor: TestBrowser) => authenticate(visitor.headers(), testOrigin());

describe('signing in with a password', () => {
  it('starts a session that names the person, and signing out ends it', async () => {
    const person = await createPerson();
    const visitor = browser();
    const response = await visitor.signIn(person.email, testPassword, { callbackUrl: '/trash' });
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ url: 'http://localhost:3000/trash' });
    expect(await whoIs(visitor)).toMatchObject({ userId: person.id, role: 'user' });
    const session = await (await visitor.get('/api/auth/session')).json();
    expect(session).toMatchObject({ user: { email: person.email }, expires: expect.any(String) });
    const { lastSeenAt } = await db().user.findUniqueOrThrow({ where: { id: person.id } });
    expect(Date.now() - (lastSeenAt?.getTime() ?? 0)).toBeLessThan(60_000);

    const stolen = visitor.headers();
    const out = await visitor.post('/api/auth/signout', { csrfToken: await visitor.csrfToken(), json: true });
    expect(out.status).toBe(200);
    expect(await whoIs(visitor)).toBeNull();
    expect(await authenticate(stolen, testOrigin())).toBeNull();
    expect(await (await visitor.get('/api/auth/session')).json()).toEqual({});
    expect((await auditOf('session.signed_out')).map(({ actorId }) => actorId)).toContain(person.id);
  });

  it('puts nothing but the session id into the cookie', async () => {
    const { decode } = await import('next-auth/jwt');
    const person = await createPerson();
    const visitor = browser();
    await visitor.signIn(person.email, testPassword);
    const token = visitor.cookies.get('next-auth.session-token');
    const claims = await decode({ token, secret: 'a secret for tests only, 32 characters' });
    expect(Object.keys(claims ?? {}).sort()).toEqual(['exp', 'iat', 'jti', 'sid']);
  });

  it.each([
    ['a wrong password', (email: string) => ({ email, password: 'not the password' })],
    ['an unknown account', () => ({ email: 'nobody@example.com', password: testPassword })],
  ])('answers %s with 401 and one sentence', async (_, given) => {
    const person = await createPerson();
    const { email, password } = given(person.email);
    const visitor = browser();
    const response = await visitor.signIn(email, password);
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({
      code: 'invalid_credentials',
      url: expect.stringContaining('error=CredentialsSignin'),
    });
    expect(await whoIs(visitor)).toBeNull();
  });

  it('gives a disabled person the answer that a wrong password gets', async () => {
    const person = await createPerson({ status: 'disabled' });
    const right = await (await browser().signIn(person.email, testPassword)).json();
    const wrong = await (await browser().signIn(person.email, 'not the password')).json();
    const { requestId: _, ...refusal } = right as Record<string, unknown>;
    expect(wrong).toMatchObject(refusal);
  });

  it('sends a form without scripts back to the sign-in page', async () => {
    const person = await createPerson();
    const visitor = browser();
    const csrfToken = await visitor.csrfToken();
    const form = (password: string) =>
      handleAuth(
        new Request('http://localhost:3000/api/auth/callback/credentials', {
          method: 'POST',
          headers: visitor.headers(),
          body: new URLSearchParams({ email: person.email, password, csrfToken, callbackUrl: '/shares' }),
        }),
      );
    const wrong = await form('not the password');
    expect([wrong.status, wrong.headers.get('location')]).toEqual([303, '/sign-in?error=CredentialsSignin']);
    const right = await form(testPassword);
    expect([right.status, right.headers.get('location')]).toEqual([303, '/shares']);
  });

  it('again in the same browser ends the session that its cookie held', async () => {
    const person = await createPerson();
    const visitor = browser();
    await visitor.signIn(person.email, testPassword);
    const before = visitor.headers();
    await visitor.signIn(person.email, testPassword);
    expect(await authenticate(before, testOrigin())).toBeNull();
    expect(await whoIs(visitor)).toMatchObject({ userId: person.id });
  });

  it('answers HEAD like GET', async () => {
    const request = new Request('http://localhost:3000/api/auth/csrf', { method: 'HEAD' });
    expect((await handleAuth(request)).status).toBe(200);
  });

  it('never leads to another site', async () => {
    const person = await createPerson();
    for (const callbackUrl of [
      'https://evil.example/',
      '//evil.example',
      '/\\evil.example',
      'http://localhost:3001/',
    ]) {
      const response = await browser().signIn(person.email, testPassword, { callbackUrl });
      expect(await response.json()).toEqual({ url: 'http://localhost:3000/' });
    }
  });
});

describe('what next-auth would stumble over', () => {
  const post = (body: BodyInit, headers: Record<string, string>) =>
    new Request('http://localhost:3000/api/auth/callback/credentials', { method: 'POST', body, headers });
  const json = { 'content-type': 'application/json' };

  it.each([
    [
      'GET of the credentials callback',
      () => new Request('http://localhost:3000/api/auth/callback/credentials'),
      405,
    ],
    ['broken JSON', () => post('{', json), 400],
    ['JSON that is no object', () => post('[1]', json), 400],
    ['nested fields', () => post('{"email":{"a":1},"password":[]}', json), 400],
    ['another content type', () => post('hello', { 'content-type': 'text/plain' }), 400],
    ['no e-mail', () => post('{}', json), 400],
    [
      'a wrong CSRF token',
      () => post('{"email":"a@example.com","password":"x","csrfToken":"1","json":true}', json),
      400,
    ],
    ['a missing CSRF token', () => post('{"email":"a@example.com","password":"x"}', json), 400],
    ['a body of a megabyte', () => post('x'.repeat(2 ** 20), json), 413],
    ['bytes that are no text', () => post(new Uint8Array([0x22, 0xff, 0xfe]), json), 400],
    ['another site', () => post('{}', { ...json, 'sec-fetch-site': 'cross-site' }), 403],
    ['a sibling site', () => post('{}', { ...json, 'sec-fetch-site': 'same-site' }), 403],
    [
      'a callback URL of NUL',
      () => new Request('http://localhost:3000/api/auth/signin?callbackUrl=%00%ff'),
      400,
    ],
    [
      'a callback URL of a script',
      () => new Request('http://localhost:3000/api/auth/signin?callbackUrl=javascript:1'),
      400,
    ],
    ['a name given twice', () => new Request('http://localhost:3000/api/auth/csrf?a=1&a=2'), 400],
    ['a provider that is not there', () => post('{}', json), 400],
    ['an unknown action', () => new Request('http://localhost:3000/api/auth/%00'), 401],
    ['another method', () => new Request('http://localhost:3000/api/auth/csrf', { method: 'DELETE' }), 405],
  ])('%s is answered in our own words', async (_, request, status) => {
    const response = await handleAuth(request());
    expect(response.status).toBe(status);
    expect(response.headers.has('allow')).toBe(status === 405);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    expect(await response.json()).toMatchObject({ status, requestId: expect.any(String) });
  });

  it('a forged callback cookie does no harm', async () => {
    for (const value of ['%00', 'https://evil.example', '%E0%A4%A', 'javascript:alert(1)']) {
      const headers = { cookie: `next-auth.callback-url=${value}; next-auth.csrf-token=a|b|c` };
      const response = await handleAuth(new Request('http://localhost:3000/api/auth/csrf', { headers }));
      expect(response.status).toBe(200);
    }
  });
});

describe('anything at all', () => {
  const word = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.constantFrom(
      'callbackUrl',
      'csrfToken',
      'json',
      'code',
      'state',
      '__proto__',
      '%00',
      '//',
      '{"',
      'true',
    ),
  );
  const value = fc.oneof(
    word,
    fc.boolean(),
    fc.constant(null),
    fc.array(word, { maxLength: 2 }),
    fc.double(),
  );
  const header = fc.string({ maxLength: 60 }).map((text) => text.replace(/[^\x20-\x7e]/g, '?'));

  it('gets an answer that is no fault of ours', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'HEAD'),
        fc.oneof(
          fc.constantFrom(
            'csrf',
            'session',
            'providers',
            'signin',
            'signout',
            'error',
            'callback/credentials',
          ),
          fc.array(word, { maxLength: 3 }).map((words) => words.map(encoded).join('/')),
        ),
        fc.array(fc.tuple(word, word), { maxLength: 3 }),
        fc.oneof(
          word,
          fc.dictionary(word, value, { maxKeys: 4 }).map((given) => JSON.stringify(given)),
        ),
        fc.constantFrom('application/json', 'application/x-www-form-urlencoded', 'text/plain', ''),
        fc.dictionary(fc.constantFrom(...cookieNames), header),
        async (method, path, query, body, type, cookies) => {
          const search = query.map((pair) => pair.map(encoded).join('=')).join('&');
          const request = new Request(`http://localhost:3000/api/auth/${path}?${search}`, {
            method,
            headers: {
              cookie: Object.entries(cookies)
                .map(([name, text]) => `${name}=${text}`)
                .join('; '),
              ...(type ? { 'content-type': type } : {}),
            },
            ...(method === 'GET' || method === 'HEAD' ? {} : { body }),
          });
          expect((await handleAuth(request)).status).toBeLessThan(500);
        },
      ),
      { numRuns: 1_000 },
    );
  });
});

const cookieNames = [
  'next-auth.session-token',
  'next-auth.callback-url',
  'next-auth.csrf-token',
  'next-auth.session-token.0',
  '__proto__',
];
const encoded = (text: string) => encodeURIComponent(text.toWellFormed());

describe('limits', () => {
  it('lets an address try as often as the policy says, whatever account it tries', async () => {
    await setPolicy({ authTriesPerMinute: 5, requestsPerMinute: 100_000 });
    const answers: number[] = [];
    for (let i = 0; i < 7; i += 1) {
      answers.push((await browser().signIn(`guess-${i}@example.com`, 'a guess')).status);
    }
    expect(answers).toEqual([401, 401, 401, 401, 401, 429, 429]);
    await setPolicy({ authTriesPerMinute: 100_000, requestsPerMinute: 100_000 });
  });

  it('closes the door of an account after ten failures, for the right password too, and of no other', async () => {
    const person = await createPerson();
    for (let i = 0; i < 10; i += 1) {
      expect((await browser().signIn(person.email, `wrong ${i}`)).status).toBe(401);
    }
    const locked = await browser().signIn(person.email, testPassword);
    expect(locked.status).toBe(429);
    expect(Number(locked.headers.get('retry-after'))).toBeGreaterThan(800);
    const other = await createPerson();
    expect((await browser().signIn(other.email, testPassword)).status).toBe(200);
  });

  it('counts no successful sign-in', async () => {
    const person = await createPerson();
    for (let i = 0; i < 12; i += 1) {
      expect((await browser().signIn(person.email, testPassword)).status).toBe(200);
    }
  });
});
