import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ListAuditQuery } from '@/lib/contracts/audit';
import { db, disconnect, transaction } from '@/lib/platform/db';
import { actorOf, createPerson } from '@/scripts/testing/people';
import { exportAudit, exportFormatOf } from './export';
import { listAudit } from './list';
import { recordAudits } from './record';

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
});
