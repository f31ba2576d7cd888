import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ListAuditQuery } from '@/lib/contracts/audit';
import { db, disconnect, transaction } from '@/lib/platform/db';
import { actorOf, createPerson } from '@/scripts/testing/people';
import { exportAudit, exportFormatOf } from './export';
import { listAudit } from './list';
import { recordAudits } from './record';
import { dropOldAudit } from './retention';

const query = (given: Record<string, unknown>) => ListAuditQuery.parse(given);
const person = async () => actorOf(await createPerson({ passwordHash: null }));
afterAll(disconnect);

describe('the audit log', () => {
  let who: Awaited<ReturnType<typeof person>>;
  const target = randomUUID();
  beforeAll(async () => {
    who = await person();
    const entries = Array.from({ length: 25 }, (_, index) => ({
      action: index % 5 === 0 ? 'file.trashed' : 'token.created',
      target: { type: 'file', id: index < 3 ? target : randomUUID(), text: `=cmd|' /C calc'!A${index}` },
      details: { index },
    }));
    await transaction((tx) => recordAudits(tx, who, entries));
  });

  it('comes in pages that miss and repeat nothing, although all rows bear one time', async () => {
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await listAudit(query({ limit: 4, actor: who.userId, ...(cursor ? { cursor } : {}) }));
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect(new Set(seen).size).toBe(25);
    expect(seen).toHaveLength(25);
  });

  it('is filtered by action, by noun, by target, by address and by time', async () => {
    const count = async (given: Record<string, unknown>) =>
      (await listAudit(query({ actor: who.userId, limit: 200, ...given }))).items.length;
    expect(await count({ action: 'file.trashed' })).toBe(5);
    expect(await count({ action: 'file' })).toBe(5);
    expect(await count({ action: 'fil' })).toBe(0);
    expect(await count({ target })).toBe(3);
    expect(await count({ address: who.origin.address })).toBe(25);
    expect(await count({ address: '192.0.2.1' })).toBe(0);
    expect(await count({ from: new Date(Date.now() + 60_000).toISOString() })).toBe(0);
    expect(await count({ to: new Date(Date.now() + 60_000).toISOString() })).toBe(25);
  });

  it('streams all of it as CSV with formulas turned into text, and as NDJSON', async () => {
    const reader = await person();
    const csv = await new Response(await exportAudit(reader, { actor: who.userId }, 'csv')).text();
    const lines = csv.trimEnd().split('\r\n');
    expect(lines).toHaveLength(26);
    expect(lines[0]).toMatch(/^at,action,/);
    expect(csv).toContain(`"'=cmd|`);
    expect(csv).not.toMatch(/(^|,)"?=cmd/m);
    const ndjson = await new Response(await exportAudit(reader, { actor: who.userId }, 'ndjson')).text();
    const events = ndjson
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(events).toHaveLength(25);
    expect(events[0]).toMatchObject({ actor: who.email, address: who.origin.address });
    const exports = await listAudit(query({ actor: reader.userId }));
    expect(exports.items.map(({ action }) => action)).toEqual(['audit.exported', 'audit.exported']);
  });

  it('knows from Accept what is wanted', () => {
    expect(exportFormatOf('text/csv')).toBe('csv');
    expect(exportFormatOf('application/x-ndjson')).toBe('ndjson');
    expect(exportFormatOf('application/json')).toBeNull();
    expect(exportFormatOf(null)).toBeNull();
  });

  it('refuses to be changed', async () => {
    await expect(
      db().$executeRaw`DELETE FROM "AuditEvent" WHERE "actorId" = ${who.userId}::uuid`,
    ).rejects.toThrow(/append-only/);
  });

  it('is dropped by whole months once the policy says so, and says that it was', async () => {
    for (const [name, from, to] of [
      ['2020_01', '2020-01-01Z', '2020-02-01Z'],
      ['2020_02', '2020-02-01Z', '2020-03-01Z'],
    ])
      await db().$executeRawUnsafe(
        `CREATE TABLE "AuditEvent_${name}" PARTITION OF "AuditEvent" FOR VALUES FROM ('${from}') TO ('${to}')`,
      );
    await db().$executeRaw`
      INSERT INTO "AuditEvent" ("id", "at", "action", "actorType", "actorText")
      VALUES (gen_random_uuid(), '2020-02-10Z', 'file.uploaded', 'user', 'long ago')`;
    const old = () => listAudit(query({ to: '2021-01-01T00:00:00Z' }));
    expect(await dropOldAudit(null)).toBe(0);
    expect(await dropOldAudit(2, new Date('2020-04-15T00:00:00Z'))).toBe(1);
    expect((await old()).items).toHaveLength(1);
    const dropped = await Promise.all([dropOldAudit(12), dropOldAudit(12)]);
    expect(dropped.sort()).toEqual([0, 1]);
    expect((await old()).items).toEqual([]);
    const said = await listAudit(query({ action: 'audit.expired' }));
    expect(said.items.map(({ details }) => details)).toEqual([
      { months: ['2020-02'] },
      { months: ['2020-01'] },
    ]);
    expect((await listAudit(query({ actor: who.userId }))).items.length).toBeGreaterThan(0);
  });
});
