import { beforeAll, describe, expect, it } from 'vitest';
import { paths, type RouteName } from '@/lib/contracts/paths';
import { routes, splitPath } from '@/lib/contracts/routes';
import type { RouteDefinition } from '@/lib/contracts/routes/definition';
import { type Scope, scopes } from '@/lib/contracts/scopes';
import { CreateToken } from '@/lib/contracts/tokens';
import { route } from '@/lib/http/route';
import { db } from '@/lib/platform/db';
import { migrateRateLimits } from '@/lib/platform/rate-limit';
import { actorOf, auditOf, createPerson, setPolicy, testOrigin } from '@/scripts/testing/people';
import { sampleOf } from '@/scripts/testing/sample';
import { authenticateToken } from './authenticate-token';
import { createToken, listTokens, revokeToken } from './tokens';

const generous = { authTriesPerMinute: 100_000, requestsPerMinute: 100_000, urlsPerMinute: 100_000 };

beforeAll(async () => {
  await migrateRateLimits();
  await setPolicy(generous);
});

const make = (actor: ReturnType<typeof actorOf>, given: Record<string, unknown> = {}) =>
  createToken(actor, CreateToken.parse({ name: 'Script', scopes: ['files:read'], ...given }));
const use = (secret: string) => authenticateToken(`Bearer ${secret}`, testOrigin());

describe('a token', () => {
  it('is its owner, narrowed, and is shown once', async () => {
    const actor = actorOf(await createPerson());
    const { token, secret } = await make(actor, { maxFileBytes: 50, urlSeconds: 1800, perMinute: 7 });
    expect(secret).toMatch(/^slc_[A-Za-z0-9_-]{43}$/);
    expect(token.prefix).toBe(secret.slice(0, 10));
    expect(await use(secret)).toMatchObject({
      userId: actor.userId,
      sessionId: null,
      token: { id: token.id, scopes: ['files:read'], maxFileBytes: 50, urlSeconds: 1800, perMinute: 7 },
    });
    const stored = await db().apiToken.findUniqueOrThrow({ where: { id: token.id } });
    expect(Object.values(stored).map(String)).not.toContain(secret);
    expect(JSON.stringify(await auditOf('token.created'))).not.toContain(secret);
    const [listed] = await listTokens(actor);
    expect(listed).toMatchObject({ id: token.id, lastUsedAt: expect.any(String) });
  });

  it('ends when revoked, by its owner only', async () => {
    const [ada, bob] = [actorOf(await createPerson()), actorOf(await createPerson())];
    const { token, secret } = await make(ada);
    await expect(revokeToken(bob, token.id)).rejects.toMatchObject({ code: 'not_found' });
    expect(await use(secret)).not.toBeNull();
    await revokeToken(ada, token.id);
    expect(await use(secret)).toBeNull();
    await expect(revokeToken(ada, token.id)).rejects.toMatchObject({ code: 'not_found' });
    expect(await listTokens(ada)).toEqual([]);
  });

  it('ends at its time, with its owner’s account, and never was one when forged', async () => {
    const person = await createPerson();
    const { token, secret } = await make(actorOf(person), { expiresIn: 60 });
    expect(await use(secret)).not.toBeNull();
    await db().user.update({ where: { id: person.id }, data: { status: 'disabled' } });
    expect(await use(secret)).toBeNull();
    await db().user.update({ where: { id: person.id }, data: { status: 'active' } });
    await db().apiToken.update({ where: { id: token.id }, data: { expiresAt: new Date() } });
    expect(await use(secret)).toBeNull();
    for (const forged of ['', 'slc_', `slc_${'a'.repeat(43)}`, token.prefix, `${secret}x`]) {
      expect(await use(forged)).toBeNull();
    }
  });

  it('lives 90 days unless told otherwise', async () => {
    const actor = actorOf(await createPerson());
    const days = async (given: Record<string, unknown>) => {
      const { expiresAt } = (await make(actor, given)).token;
      return expiresAt === null ? null : Math.round((Date.parse(expiresAt) - Date.now()) / 86_400_000);
    };
    expect([await days({}), await days({ expiresIn: null })]).toEqual([90, null]);
  });

  it('of an admin who is none any more does nothing for admins', async () => {
    const person = await createPerson({ role: 'admin' });
    const { secret } = await make(actorOf(person), { scopes: ['admin'] });
    const call = () => callWith('listUsers', secret);
    expect((await call()).code).toBe('handled');
    await db().user.update({ where: { id: person.id }, data: { role: 'user' } });
    expect((await call()).code).toBe('forbidden');
  });

  it('with the scope admin is for admins, and any token for whom the policy lets', async () => {
    const actor = actorOf(await createPerson());
    await expect(make(actor, { scopes: ['admin'] })).rejects.toMatchObject({ code: 'forbidden' });
    await setPolicy({ ...generous, mayCreateTokens: 'admins' });
    await expect(make(actor)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(make(actorOf(await createPerson({ role: 'admin' })))).resolves.toBeTruthy();
    await setPolicy(generous);
  });

  it('is one of at most a hundred, however many are made at once', async () => {
    const person = await createPerson();
    const data = Array.from({ length: 98 }, (_, i) => ({
      userId: person.id,
      name: `${i}`,
      prefix: 'slc_',
      tokenHash: `${person.id}-${i}`,
      scopes: [],
    }));
    await db().apiToken.createMany({ data });
    const results = await Promise.allSettled(Array.from({ length: 5 }, () => make(actorOf(person))));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(2);
  });

  it('has its own limit of calls a minute', async () => {
    const { secret } = await make(actorOf(await createPerson()), { perMinute: 3 });
    const codes: unknown[] = [];
    for (let i = 0; i < 5; i += 1) codes.push((await callWith('getMe', secret)).code);
    expect(codes).toEqual(['handled', 'handled', 'handled', 'rate_limited', 'rate_limited']);
  });
});

/** Calls the seam of a route with a body and a path that fit, and a handler that does nothing. */
async function callWith(name: RouteName, secret: string): Promise<{ code?: string }> {
  const { method, path } = splitPath(name);
  const { body, params } = routes[name] as RouteDefinition;
  const handled = { status: 200, body: { code: 'handled' } };
  const handler = route(name, async () => handled as never);
  const request = new Request(new URL(path.replace(/\{\w+\}/g, 'x'), 'http://localhost:3000'), {
    method,
    headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
    ...(body ? { body: JSON.stringify(sampleOf(body)) } : {}),
  });
  const given = (params ? sampleOf(params) : {}) as Record<string, string>;
  const response = await handler(request, { params: Promise.resolve(given) });
  return (await response.json()) as { code?: string };
}

describe('tokens × scopes × routes', () => {
  const names = (Object.keys(paths) as RouteName[]).filter(
    (name) => (routes[name] as RouteDefinition).access !== 'anyone',
  );
  const secrets = new Map<Scope, string>();

  beforeAll(async () => {
    const admin = actorOf(await createPerson({ role: 'admin' }));
    for (const scope of scopes) secrets.set(scope, (await make(admin, { scopes: [scope] })).secret);
  });

  it.each(names)('%s opens to its own scope alone', async (name) => {
    const needed = (routes[name] as RouteDefinition).scope;
    for (const scope of scopes) {
      const { code } = await callWith(name, secrets.get(scope) ?? '');
      expect(code, scope).toBe(scope === needed ? 'handled' : 'insufficient_scope');
    }
  });

  it.each([
    'changePassword',
    'deleteMe',
    'listSessions',
    'revokeSession',
    'revokeOtherSessions',
    'createToken',
    'revokeToken',
    'createUserPasswordReset',
  ] as const)('%s is for browsers: no token may', (name) => {
    expect(routes[name].scope).toBeNull();
  });
});
