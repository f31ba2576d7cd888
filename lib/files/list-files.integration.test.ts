import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { UserActor } from '@/lib/access/actor';
import { ListFilesQuery } from '@/lib/contracts/files';
import { db, disconnect } from '@/lib/platform/db';
import { createBucket } from '@/lib/storage/bucket';
import { createFile } from '@/scripts/testing/files';
import { seedManyFiles } from '@/scripts/testing/many-files';
import { actorOf, createPerson } from '@/scripts/testing/people';
import { expectFromIndex, type PlanNode, runPlan } from '@/scripts/testing/plans';
import { listFiles, listStatement, searchHits } from './list-files';
import { retag } from './tags';

const count = 5_000;
let actor: UserActor;
let folderId: string;

beforeAll(async () => {
  await createBucket();
  actor = actorOf(await createPerson());
  const client = new pg.Client({ connectionString: process.env.DATABASE_URL });
  await client.connect();
  await seedManyFiles(client, actor.userId, count);
  // Beside other people's files: without, a scan of the whole table would rightly be the plan.
  await seedManyFiles(client, (await createPerson()).id, count);
  await client.end();
  folderId = (await db().folder.findFirstOrThrow({ where: { ownerId: actor.userId, name: 'Album 8' } })).id;
});
afterAll(disconnect);

type Query = Record<string, string>;
const parse = (query: Query): ListFilesQuery => ListFilesQuery.parse({ limit: '60', ...query });

async function planOf(query: Query): Promise<PlanNode[]> {
  const statement = await listStatement(actor.userId, parse(query));
  if (!statement) throw new Error('nothing to ask');
  return runPlan(statement);
}

const places: [string, Query][] = [
  ['all files', { favourite: 'false' }],
  ['the top folder', { folderId: 'root' }],
  ['the favourites', { favourite: 'true' }],
  ['the trash', { trashed: 'true' }],
];
const orders = ['createdAt', 'name', 'size', 'kind'].flatMap((sort) =>
  ['asc', 'desc'].map((order) => ({ sort, order })),
);
const cases = places.flatMap(([place, query]) =>
  orders.map((order) => [`${place} by ${order.sort} ${order.order}`, { ...query, ...order }] as const),
);

describe('a page comes from an index', () => {
  it.each(cases)('%s, also the second one', async (_, query) => {
    const first = await listFiles(actor, parse(query));
    const pages = [query, { ...query, ...(first.nextCursor ? { cursor: first.nextCursor } : {}) }];
    for (const page of pages) {
      expectFromIndex(await planOf(page), { relation: 'File', rows: 61 });
    }
  });

  it.each([
    ['a folder', () => ({ folderId })],
    ['a folder by size', () => ({ folderId, sort: 'size' })],
    ['a kind by name', () => ({ kind: 'document', sort: 'name' })],
    ['a frequent tag', () => ({ tag: 'family' })],
    ['a rare tag', () => ({ tag: '旅行', sort: 'size' })],
    ['a frequent word', () => ({ q: 'img' })],
    ['a rare word', () => ({ q: 'zanzibar' })],
    ['two letters', () => ({ q: '写真' })],
    ['nothing at all', () => ({ q: 'no such words anywhere' })],
    ['a word that is a tag', () => ({ q: 'work' })],
    ['a word in a folder', () => ({ q: 'img', folderId })],
  ] as [string, () => Query][])('%s', async (_, query) => {
    const nodes = await planOf(query());
    expect(nodes.some((node) => node['Node Type'] === 'Seq Scan' && node['Relation Name'] === 'File')).toBe(
      false,
    );
  });
});

async function readAll(query: Query, limit = 200): Promise<{ id: string; name: string }[]> {
  const all: { id: string; name: string }[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const page: Awaited<ReturnType<typeof listFiles>> = await listFiles(
      actor,
      parse({ ...query, limit: String(limit), ...(cursor ? { cursor } : {}) }),
    );
    all.push(...page.items);
    cursor = page.nextCursor;
  }
  return all;
}

describe('search', () => {
  it('ends after 500 hits, each of them once and in order', async () => {
    const hits = await readAll({ q: 'IMG', sort: 'name', order: 'desc' });
    expect(hits).toHaveLength(searchHits);
    expect(new Set(hits.map(({ id }) => id)).size).toBe(searchHits);
    expect(hits[0]?.name).toBe(`IMG_${count - 2}.jpg`);
    expect(hits.map(({ name }) => name)).toEqual(
      [...hits].map(({ name }) => name).sort((a, b) => b.localeCompare(a, 'und', { numeric: true })),
    );
  });

  it('finds ten among five thousand, and every one of them', async () => {
    const hits = await readAll({ q: 'ZANZIBAR' });
    expect(hits).toHaveLength(10);
  });

  it('finds two letters at the beginning of a name, three anywhere', async () => {
    const two = await readAll({ q: '写真' });
    expect(two).toHaveLength(100);
    expect(two.every(({ name }) => name.startsWith('写真'))).toBe(true);
    const three = await readAll({ q: '写真館' });
    expect(three.every(({ name }) => name.includes('家族の写真館'))).toBe(true);
    expect(three).toHaveLength(100);
  });

  it('finds by tag and by name alike, a file only once, and only one’s own', async () => {
    const other = actorOf(await createPerson());
    const both = await createFile(other, { name: 'harbour.txt' });
    const tagged = await createFile(other, { name: 'boat.txt' });
    await retag(db(), { ownerId: other.userId, fileIds: [both.id, tagged.id], add: ['Harbour'], remove: [] });
    const { items } = await listFiles(other, parse({ q: 'harb' }));
    expect(items.map(({ id }) => id)).toEqual([tagged.id, both.id]);
    expect((await listFiles(other, parse({ q: 'zanzibar' }))).items).toEqual([]);
  });

  it('takes signs as letters', async () => {
    const other = actorOf(await createPerson());
    await createFile(other, { name: '100% sure_.txt' });
    await createFile(other, { name: '1000 surely.txt' });
    for (const q of ['100% s', 'sure_', '%', '100%']) {
      const { items } = await listFiles(other, parse({ q }));
      expect(
        items.map(({ name }) => name),
        q,
      ).toEqual(q === '%' ? [] : ['100% sure_.txt']);
    }
  });
});

it.each(orders)('pages through a folder by $sort $order without losing or doubling one', async (order) => {
  const all = await db().file.findMany({ where: { folderId, trashedAt: null }, select: { id: true } });
  const paged = await readAll({ folderId, ...order }, 7);
  expect(paged.map(({ id }) => id).sort()).toEqual(all.map(({ id }) => id).sort());
});
