import { beforeAll, describe, expect, it } from 'vitest';
import type { RouteName } from '@/lib/contracts/paths';
import { routes } from '@/lib/contracts/routes';
import { CreateToken } from '@/lib/contracts/tokens';
import { prepareInstallation } from '@/lib/jobs/prepare-installation';
import { db } from '@/lib/platform/db';
import { callRoute } from '@/scripts/testing/call-route';
import { createFile } from '@/scripts/testing/files';
import { actorOf, auditOf, createPerson, setPolicy, testOrigin } from '@/scripts/testing/people';
import { authenticateToken } from './authenticate-token';
import { createToken, listTokens, revokeToken } from './tokens';

const generous = { authTriesPerMinute: 100_000, requestsPerMinute: 100_000, urlsPerMinute: 100_000 };

beforeAll(async () => {
  await prepareInstallation();
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
    expect(await codeOf('listUsers', secret)).toBeNull();
    await db().user.update({ where: { id: person.id }, data: { role: 'user' } });
    expect(await codeOf('listUsers', secret)).toBe('forbidden');
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

  it('has its own limit of calls a minute, whether they read, write or sign', async () => {
    const { secret } = await make(actorOf(await createPerson()), {
      perMinute: 3,
      scopes: ['files:read', 'files:write'],
    });
    const names = ['getMe', 'presignFiles', 'createFolder', 'getMe', 'presignFiles', 'createFolder'] as const;
    const codes: unknown[] = [];
    for (const name of names) codes.push(await codeOf(name, secret));
    expect(codes).toEqual([null, null, null, 'rate_limited', 'rate_limited', 'rate_limited']);
  });

  it('starts no upload above its own size limit, and says so per file', async () => {
    const actor = actorOf(await createPerson());
    const { secret } = await make(actor, { scopes: ['files:write'], maxFileBytes: 50 * 2 ** 20 });
    const files = [
      { name: 'fits.bin', size: 50 * 2 ** 20 },
      { name: 'large.bin', size: 50 * 2 ** 20 + 1 },
    ];
    const headers = { authorization: `Bearer ${secret}` };
    const { uploads } = await (await callRoute('createUploads', { headers, body: { files } })).json();
    expect(uploads).toMatchObject([
      { outcome: 'upload' },
      { outcome: 'error', error: { code: 'too_large' } },
    ]);
  });

  it('signs no URL that lives longer than it may, whatever is asked', async () => {
    const actor = actorOf(await createPerson());
    const { id } = await createFile(actor);
    const { secret } = await make(actor, { urlSeconds: 1800 });
    const headers = { authorization: `Bearer ${secret}` };
    const lives: number[] = [];
    for (const expiresIn of [600, 86_400]) {
      const one = await callRoute('presignFile', { headers, params: { id }, body: { expiresIn } });
      const many = await callRoute('presignFiles', { headers, body: { ids: [id], expiresIn } });
      lives.push((await one.json()).presign.expiresIn, (await many.json()).items[0].presign.expiresIn);
    }
    expect(lives).toEqual([600, 600, 1800, 1800]);
  });
});

/** The answer's code to a call with the token; null for a success. */
async function codeOf(name: RouteName, secret: string): Promise<string | null> {
  const response = await callRoute(name, { headers: { authorization: `Bearer ${secret}` } });
  return response.ok ? null : ((await response.json()) as { code: string }).code;
}

describe('the routes table', () => {
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
