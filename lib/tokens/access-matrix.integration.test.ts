import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { UserActor } from '@/lib/access/actor';
import { paths, type RouteName } from '@/lib/contracts/paths';
import { routes, splitPath } from '@/lib/contracts/routes';
import type { RouteDefinition } from '@/lib/contracts/routes/definition';
import { type Scope, scopes } from '@/lib/contracts/scopes';
import { CreateShare } from '@/lib/contracts/shares';
import { CreateToken } from '@/lib/contracts/tokens';
import { errorsOf } from '@/lib/http/openapi-operation';
import { prepareInstallation } from '@/lib/jobs/prepare-installation';
import { db, disconnect } from '@/lib/platform/db';
import { createShare } from '@/lib/shares/create-share';
import { startUploads } from '@/lib/uploads/start';
import { callRoute, sampleParams } from '@/scripts/testing/call-route';
import { createFile, createFolder } from '@/scripts/testing/files';
import { actorOf, createPerson, setPolicy } from '@/scripts/testing/people';
import { sampleOf } from '@/scripts/testing/sample';
import { createToken } from './tokens';

// Next's after() wants its own server around it; here the work runs at once.
vi.mock('next/server', async (original) => ({
  ...(await original<typeof import('next/server')>()),
  after: (work: () => unknown) => void work(),
}));

const definitionOf = (name: RouteName): RouteDefinition => routes[name];
const all = Object.keys(paths) as RouteName[];
const guarded = all.filter((name) => definitionOf(name).access !== 'anyone');
const open = all.filter((name) => definitionOf(name).access === 'anyone');
const forTokens = guarded.filter((name) => definitionOf(name).scope !== null);

/** A token's secret by what it is; made once. */
const secrets = new Map<string, string>();
const bearer = (which: string) => ({ authorization: `Bearer ${secrets.get(which)}` });
const codeOf = async (response: Response): Promise<string | null> =>
  response.status < 400 ? null : ((await response.json()) as { code: string }).code;

async function makeSecret(actor: UserActor, given: readonly Scope[]) {
  return createToken(actor, CreateToken.parse({ name: 'Script', scopes: given }));
}

beforeAll(async () => {
  await prepareInstallation();
  const generous = 1_000_000;
  await setPolicy({
    authTriesPerMinute: generous,
    requestsPerMinute: generous,
    urlsPerMinute: generous,
  });
  const owner = await createPerson({ role: 'admin', passwordHash: null });
  const actor = actorOf(owner);
  for (const scope of scopes) {
    secrets.set(scope, (await makeSecret(actor, [scope])).secret);
    const others = scopes.filter((other) => other !== scope);
    secrets.set(`all but ${scope}`, (await makeSecret(actor, others)).secret);
  }
  const ended = { revoked: { revokedAt: new Date() }, expired: { expiresAt: new Date() } };
  for (const [which, data] of Object.entries(ended)) {
    const { token, secret } = await makeSecret(actor, scopes);
    await db().apiToken.update({ where: { id: token.id }, data });
    secrets.set(which, secret);
  }
  const disabled = await createPerson({ role: 'admin', passwordHash: null });
  secrets.set('of a disabled person', (await makeSecret(actorOf(disabled), scopes)).secret);
  await db().user.update({ where: { id: disabled.id }, data: { status: 'disabled' } });
  const demoted = await createPerson({ role: 'admin', passwordHash: null });
  secrets.set('of no admin', (await makeSecret(actorOf(demoted), scopes)).secret);
  await db().user.update({ where: { id: demoted.id }, data: { role: 'user' } });
  secrets.set('unknown', `slc_${'a'.repeat(43)}`);
  secrets.set('empty', '');
});
afterAll(disconnect);

describe('routes × tokens', () => {
  it.each(guarded)('%s answers 401 without a token that lives', async (name) => {
    const dead = ['revoked', 'expired', 'of a disabled person', 'unknown', 'empty'];
    for (const headers of [{}, ...dead.map(bearer)]) {
      expect(await codeOf(await callRoute(name, { headers })), JSON.stringify(headers)).toBe(
        'unauthenticated',
      );
    }
  });

  it.each(guarded)('%s refuses every scope but its own, alone and together', async (name) => {
    const { scope: needed } = definitionOf(name);
    const without = scopes.filter((scope) => scope !== needed);
    const which = needed ? [...without, `all but ${needed}`] : [...without, 'of no admin'];
    const answers = await Promise.all(
      which.map(async (token) => [token, await codeOf(await callRoute(name, { headers: bearer(token) }))]),
    );
    expect(answers).toEqual(which.map((token) => [token, 'insufficient_scope']));
  });

  it.each(forTokens)('%s lets its scope in, and answers what the table names', async (name) => {
    const { access, scope, responses } = definitionOf(name);
    // A version long gone: the policy of this test stays in force.
    const headers = { ...bearer(scope ?? ''), 'if-match': '"0"' };
    const response = await callRoute(name, { headers });
    const code = await codeOf(response.clone());
    if (code) expect(errorsOf(name)).toContain(code);
    else expect(Object.keys(responses)).toContain(String(response.status));
    expect(response.status, code ?? '').toBeLessThan(500);
    expect(['unauthenticated', 'insufficient_scope']).not.toContain(code);
    const ofNoAdmin = await codeOf(await callRoute(name, { headers: bearer('of no admin') }));
    expect(ofNoAdmin === 'forbidden').toBe(access === 'admin');
  });

  it.each(open)('%s is open: no token, good or dead, changes its answer', async (name) => {
    const bare = await callRoute(name);
    for (const token of ['files:read', 'admin', 'expired', 'unknown']) {
      const response = await callRoute(name, { headers: bearer(token) });
      expect(response.status, token).toBe(bare.status);
    }
  });
});

describe('what is somebody else’s', () => {
  const marker = `private-${randomUUID()}`;
  const owned: Record<string, string> = {};
  let owner: UserActor;

  /** Everything of the owner's that another person could have changed. */
  const rowsOfOwner = async () => {
    const where = { ownerId: owner.userId };
    return JSON.stringify(
      await Promise.all([
        db().file.findMany({ where, include: { tags: true, versions: true }, orderBy: { id: 'asc' } }),
        db().folder.findMany({ where, orderBy: { id: 'asc' } }),
        db().tag.findMany({ where }),
        db().share.findMany({ where }),
        db().upload.findMany({ where }),
        db().user.findUnique({ where: { id: owner.userId } }),
      ]),
      (_, value) => (typeof value === 'bigint' ? String(value) : value),
    );
  };

  beforeAll(async () => {
    owner = actorOf(await createPerson({ passwordHash: null }));
    const file = await createFile(owner, { name: `${marker}.txt` });
    await db().fileVersion.create({
      data: {
        ...{
          fileId: file.id,
          number: 1,
          name: file.name,
          extension: 'txt',
          mime: file.mime,
          kind: file.kind,
        },
        ...{ sizeBytes: 1n, objectKey: `files/${randomUUID()}`, etag: 'x' },
      },
    });
    const trashed = await createFile(owner, { name: `${marker} gone.txt` });
    await db().file.update({ where: { id: trashed.id }, data: { trashedAt: new Date() } });
    const folder = await createFolder(owner, marker);
    const tag = await db().tag.create({ data: { ownerId: owner.userId, name: marker } });
    const link = CreateShare.parse({ fileIds: [file.id] });
    const share = await createShare(owner, link, 'https://files.example.com');
    const files = [{ name: `${marker}.bin`, size: 5 }];
    const { uploads } = await startUploads(owner, { files, onConflict: 'keep-both' });
    const [upload] = uploads;
    if (upload?.outcome !== 'upload') throw new Error('The upload of the set-up was not taken.');
    Object.assign(owned, { files: file.id, trash: trashed.id, folders: folder.id, tags: tag.id });
    Object.assign(owned, { shares: share.id, uploads: upload.id });
  });

  it.each(forTokens.filter((name) => definitionOf(name).access === 'user'))(
    '%s neither shows nor changes it for a token with every scope',
    async (name) => {
      const before = await rowsOfOwner();
      const kind = splitPath(name).path.split('/')[2] ?? '';
      const id = owned[kind === 'trash' ? 'trash' : kind] ?? owned.files ?? '';
      const given = sampleParams(name);
      const { body: schema } = definitionOf(name);
      const sample = schema && JSON.stringify(sampleOf(schema));
      const body = sample?.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, owned[kind] ?? id);
      const response = await callRoute(name, {
        headers: bearer('of no admin'),
        params: given.id ? { ...given, id } : given,
        ...(body ? { body: JSON.parse(body) } : {}),
      });
      if (given.id) expect(await codeOf(response.clone())).toBe('not_found');
      expect(await response.text()).not.toContain(marker);
      expect(await rowsOfOwner()).toBe(before);
    },
  );
});
