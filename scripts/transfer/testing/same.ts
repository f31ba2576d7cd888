import { GetObjectCommand } from '@aws-sdk/client-s3';
import pg from 'pg';
import { expect } from 'vitest';
import type { StorageHandle } from '@/lib/storage/client';
import { listObjects } from '@/lib/storage/list-objects';
import { tableNames } from '../dump-tables';
import { mapMany } from '../run-many';

/** What a start and a comparison write by themselves. */
const ownSettings = ['capabilities', 'orphans'];

/** Expects two databases to hold the same rows in every table of ours. Returns their number. */
export async function expectSameRows(first: string, second: string): Promise<number> {
  let rows = 0;
  for (const table of tableNames) {
    const [expected, found] = [await allRows(first, table), await allRows(second, table)];
    expect(found, table).toEqual(expected);
    rows += found.length;
  }
  return rows;
}

async function allRows(databaseUrl: string, table: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const where = table === 'Setting' ? 'WHERE NOT key = ANY($1)' : 'WHERE $1::text[] IS NOT NULL';
    const { rows } = await client.query<{ row: string }>(
      `SELECT t::text AS row FROM ${pg.escapeIdentifier(table)} AS t ${where} ORDER BY 1`,
      [ownSettings],
    );
    return rows.map(({ row }) => row);
  } finally {
    await client.end();
  }
}

/** Expects two buckets to hold the same objects below the prefix: bytes, ETag, type and caching. Returns their number. */
export async function expectSameObjects(first: StorageHandle, second: StorageHandle): Promise<number> {
  const [expected, found] = [await allKeys(first), await allKeys(second)];
  expect(found).toEqual(expected);
  await mapMany(expected, 8, async (key) => {
    const [a, b] = [await read(key, first), await read(key, second)];
    expect(b.facts, key).toEqual(a.facts);
    expect(b.bytes.equals(a.bytes), key).toBe(true);
  });
  return expected.length;
}

async function allKeys(on: StorageHandle): Promise<string[]> {
  const keys: string[] = [];
  for await (const page of listObjects({}, on)) keys.push(...page.map(({ key }) => key));
  return keys;
}

async function read(key: string, on: StorageHandle) {
  const { Body, ETag, ContentType, CacheControl, Metadata } = await on.client.send(
    new GetObjectCommand({ Bucket: on.config.bucket, Key: key }),
  );
  const bytes = Buffer.from((await Body?.transformToByteArray()) ?? []);
  return { bytes, facts: { ETag, ContentType, CacheControl, Metadata } };
}
