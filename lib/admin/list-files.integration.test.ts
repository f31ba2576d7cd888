import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ListAdminFilesQuery } from '@/lib/contracts/admin';
import { db, disconnect } from '@/lib/platform/db';
import { createBucket } from '@/lib/storage/bucket';
import { seedManyFiles } from '@/scripts/testing/many-files';
import { createPerson } from '@/scripts/testing/people';
import { expectFromIndex, runPlan } from '@/scripts/testing/plans';
import { adminListStatement, listAdminFiles } from './list-files';

const count = 5_000;
beforeAll(async () => {
  await createBucket();
  const client = new pg.Client({ connectionString: process.env.DATABASE_URL });
  await client.connect();
  for (const person of [await createPerson(), await createPerson()])
    await seedManyFiles(client, person.id, count);
  // A full trash: a small one is rightly sorted.
  await client.query(`UPDATE "File" SET "trashedAt" = now() WHERE hashtext("id"::text) % 3 = 0`);
  await client.query('VACUUM ANALYZE "File"');
  await client.end();
});
afterAll(disconnect);

type Query = Record<string, string>;
const parse = (query: Query) => ListAdminFilesQuery.parse({ limit: '60', ...query });

const orders = ['createdAt', 'name', 'size', 'kind'].flatMap((sort) =>
  ['asc', 'desc'].map((order) => ({ sort, order })),
);
const cases: [string, Query][] = [
  ...orders.flatMap((order) =>
    ['false', 'true'].map((trashed): [string, Query] => [
      `${trashed === 'true' ? 'the trash' : 'all files'} by ${order.sort} ${order.order}`,
      { ...order, trashed },
    ]),
  ),
  ['a kind', { kind: 'video' }],
  ['a kind, the oldest first', { kind: 'document', order: 'asc' }],
];

it.each(cases)('everybody’s files: %s come from an index, also the second page', async (_, query) => {
  const first = await listAdminFiles(parse(query));
  expect(first.items).toHaveLength(60);
  for (const page of [query, { ...query, cursor: first.nextCursor ?? '' }])
    expectFromIndex(await runPlan(adminListStatement(parse(page))), { relation: 'File', rows: 61 });
});

it.each(orders)(
  'pages through everybody’s trash by $sort $order without losing or doubling one',
  async (order) => {
    const all = await db().file.findMany({ where: { trashedAt: { not: null } }, select: { id: true } });
    const paged: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page: Awaited<ReturnType<typeof listAdminFiles>> = await listAdminFiles(
        parse({ ...order, trashed: 'true', limit: '200', ...(cursor ? { cursor } : {}) }),
      );
      paged.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    }
    expect(paged.sort()).toEqual(all.map(({ id }) => id).sort());
  },
);
