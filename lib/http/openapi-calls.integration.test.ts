import Ajv2020 from 'ajv/dist/2020';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { RouteName } from '@/lib/contracts/paths';
import { CreateShare } from '@/lib/contracts/shares';
import type { User } from '@/lib/generated/prisma/client';
import { prepareInstallation } from '@/lib/jobs/prepare-installation';
import { db, disconnect } from '@/lib/platform/db';
import { createShare } from '@/lib/shares/create-share';
import { newBucketName } from '@/lib/storage/testing/test-bucket';
import { callRoute } from '@/scripts/testing/call-route';
import { createFile } from '@/scripts/testing/files';
import { arbitraryOf, type JsonSchema, spoiled } from '@/scripts/testing/json-schema-arbitrary';
import { actorOf, createPerson, sessionCookieOf, setPolicy } from '@/scripts/testing/people';
import { openApiDocument } from './openapi';

// Next's after() wants its own server around it; here the work runs at once.
vi.mock('next/server', async (original) => ({
  ...(await original<typeof import('next/server')>()),
  after: (work: () => unknown) => void work(),
}));

type Media = Record<string, { schema: JsonSchema }>;
type Operation = {
  operationId: RouteName;
  parameters?: { in: 'path' | 'query' | 'header'; name: string; required?: boolean; schema: JsonSchema }[];
  requestBody?: { content: Media };
  responses: Record<string, { content?: Media }>;
};

/** More in a longer run: SLUICE_CALLS=100 npx vitest run --project integration lib/http/openapi-calls */
const callsEach = Number(process.env.SLUICE_CALLS ?? 5);
const document = JSON.parse(JSON.stringify(openApiDocument())) as {
  paths: Record<string, Record<string, Operation>>;
};
const operations = Object.entries(document.paths).flatMap(([path, item]) =>
  Object.values(item).map((operation) => ({ path, operation, name: operation.operationId })),
);
/** What takes away comes late, and last what changes the limits under which the others are called. */
const lateness = ({ name, operation }: (typeof operations)[number]) =>
  name === 'putPolicy' ? 3 : /^(delete|empty|transfer)/.test(name) ? 2 : operation.responses[204] ? 1 : 0;
const ordered = operations.toSorted((a, b) => lateness(a) - lateness(b));

const ajv = new Ajv2020({ strict: false, validateFormats: false });
ajv.addSchema({ ...document, $id: 'openapi.json' });
const pointer = (...keys: string[]) =>
  `openapi.json#/${keys.map((key) => encodeURIComponent(key.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/')}`;

const unknownId = '0190a5b4-7c3e-7d52-9d0e-2f1c5b7a9e10';
/** Ids that answers have named, by where they came from: the path's head, or the name of a property. */
const seen = new Map<string, string[]>();
const headOf = (path: string) => path.replace(/\/\{.*/, '').replace('/admin/files', '/files');
const placeOf: Record<string, string> = {
  ids: '/api/files',
  fileIds: '/api/files',
  fileId: '/api/files',
  folderId: '/api/folders',
  parentId: '/api/folders',
  ownerId: '/api/admin/users',
  tag: '/api/tags',
};
/** One that exists, by its place; now and then one that does not. */
const idFrom = (place: string): fc.Arbitrary<string> =>
  fc.nat().map((at) => {
    const known = seen.get(place) ?? [];
    return at % 5 === 0 ? unknownId : (known[at % Math.max(1, known.length)] ?? unknownId);
  });

function remember(path: string, value: unknown): void {
  if (Array.isArray(value)) for (const item of value) remember(path, item);
  if (typeof value !== 'object' || value === null) return;
  for (const [name, each] of Object.entries(value)) {
    const place = name === 'id' ? headOf(path) : name;
    if (typeof each === 'string') seen.set(place, [...(seen.get(place) ?? []), each]);
    else remember(path, each);
  }
}

/** What a program sends: path, query, headers and body after the document, mostly well-formed. */
function callOf(path: string, { parameters = [], requestBody }: Operation) {
  const ids = (name: string) => idFrom(placeOf[name] ?? headOf(path));
  const named = (place: 'path' | 'query') => {
    const here = parameters.filter((parameter) => parameter.in === place);
    return fc.record(
      Object.fromEntries(
        here.map(({ name, schema }) => [
          name,
          place === 'path' && schema.type === 'string'
            ? idFrom(name === 'id' ? headOf(path) : name)
            : arbitraryOf(schema, { document, ids }, name).map(String),
        ]),
      ),
      { requiredKeys: here.filter(({ required }) => required).map(({ name }) => name) },
    );
  };
  const schema = requestBody?.content['application/json']?.schema;
  const good = schema ? arbitraryOf(schema, { document, ids }) : fc.constant(undefined);
  return fc.record({
    params: named('path'),
    query: fc.oneof(
      { weight: 4, arbitrary: named('query') },
      { weight: 1, arbitrary: fc.constant({ limit: '0' }) },
    ),
    body: schema ? fc.oneof({ weight: 4, arbitrary: good }, { weight: 1, arbitrary: spoiled(good) }) : good,
  });
}

/** Why response is not what the document says of the operation; null when it is. */
async function problemOf(response: Response, path: string, operation: Operation): Promise<string | null> {
  const { status } = response;
  const text = await response.text();
  if (status >= 500 && status !== 507) return `${status}: ${text}`;
  const method = Object.entries(document.paths[path] ?? {}).find(([, each]) => each === operation)?.[0] ?? '';
  const told = operation.responses[status];
  if (!told) return `${status} is not in the document: ${text}`;
  const type = response.headers.get('content-type')?.split(';')[0] ?? '';
  if (!told.content) return text === '' ? null : `${status} has a body: ${text}`;
  if (!told.content[type]) return `${status} as "${type}" is not in the document`;
  if (!/^application\/(problem\+)?json$/.test(type)) return null;
  const keys = ['paths', path, method, 'responses', String(status), 'content', type, 'schema'];
  const validate = ajv.getSchema(pointer(...keys));
  const body: unknown = JSON.parse(text);
  remember(path, body);
  if (!validate) return `no schema at ${pointer(...keys)}`;
  return validate(body) ? null : `${status}: ${ajv.errorsText(validate.errors)} in ${text}`;
}

let admin: User;
const answered = new Map<RouteName, Set<number>>();

beforeAll(async () => {
  // A bucket of its own: some operations configure it.
  process.env.S3_BUCKET = newBucketName();
  await prepareInstallation();
  const generous = 1_000_000;
  await setPolicy({ authTriesPerMinute: generous, requestsPerMinute: generous, urlsPerMinute: generous });
  admin = await createPerson({ role: 'admin', passwordHash: null });
  const actor = actorOf(admin);
  for (const name of ['a.txt', 'b.txt', 'c.txt', 'd.txt']) {
    const file = await createFile(actor, { name });
    remember('/api/files', { id: file.id });
    const link = await createShare(actor, CreateShare.parse({ fileIds: [file.id] }), 'http://localhost:3000');
    remember('/api/shares', { id: link.id, slug: link.slug });
    const gone = await createFile(actor, { name: `gone ${name}` });
    await db().file.update({ where: { id: gone.id }, data: { trashedAt: new Date() } });
    remember('/api/trash', { id: gone.id });
    remember('/api/admin/users', { id: (await createPerson({ passwordHash: null })).id });
  }
});
afterAll(disconnect);

it.each(ordered)(
  '$name answers what the document says, whatever is sent',
  async ({ name, path, operation }) => {
    const hasInput = Boolean(operation.requestBody ?? operation.parameters?.length);
    const calls = fc.sample(callOf(path, operation), { numRuns: hasInput ? callsEach : 1, seed: 8 });
    for (const { params, query, body } of calls) {
      // Whatever the last call did to whoever made it: this one has an admin's session.
      await db().user.update({ where: { id: admin.id }, data: { status: 'active', role: 'admin' } });
      const cookie = await sessionCookieOf(admin);
      const headers = { cookie, 'sec-fetch-site': 'same-origin', origin: 'http://localhost:3000' };
      const response = await callRoute(name, { headers, params, query: new URLSearchParams(query), body });
      answered.set(name, (answered.get(name) ?? new Set()).add(response.status));
      expect(await problemOf(response, path, operation), JSON.stringify({ params, query, body })).toBeNull();
    }
    // Whatever became of the admin who calls: the next operation needs one.
    await db().user.updateMany({ data: { status: 'active' } });
  },
);

it('came through to most operations, not to their doors alone', () => {
  const refused = [...answered].filter(([, statuses]) => Math.min(...statuses) >= 400);
  expect(answered.size).toBe(operations.length);
  expect(refused.length, refused.map(([name]) => name).join(' ')).toBeLessThan(operations.length / 4);
});
