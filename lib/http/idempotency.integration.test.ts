import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { db } from '@/lib/platform/db';
import { claim, hold, release, settle } from './idempotency';

const request = () => ({ actorKey: `u:${randomUUID()}`, route: 'createUploads', key: 'k', requestHash: 'h' });
const ago = (seconds: number): Date => new Date(Date.now() - seconds * 1000);
const age = (id: string, seconds: number) =>
  db().idempotency.update({ where: { id }, data: { createdAt: ago(seconds) } });

describe('a repeated request', () => {
  it('is told what the first came to, also a different one', async () => {
    const first = request();
    const { id } = await claim(first);
    await settle(id, 201, { ids: [1] });
    expect(await claim(first)).toEqual({ id, earlier: { status: 201, reference: { ids: [1] } } });
    await expect(claim({ ...first, requestHash: 'other' })).rejects.toMatchObject({
      code: 'idempotency_conflict',
    });
  });

  it('waits while the first runs, with a time to come back', async () => {
    const first = request();
    await claim(first);
    await expect(claim(first)).rejects.toMatchObject({ code: 'conflict', retryAfterSeconds: 2 });
  });

  it('takes over from one that died with its process; of many, one does', async () => {
    const first = request();
    const { id } = await claim(first);
    await age(id, 20);
    const outcomes = await Promise.allSettled(Array.from({ length: 8 }, () => claim(first)));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('does not take over from one that takes long and lives', async () => {
    const first = request();
    const { id } = await claim(first);
    await age(id, 20);
    const letGo = hold(id);
    try {
      await expect
        .poll(async () => (await db().idempotency.findUnique({ where: { id } }))?.createdAt.getTime(), {
          timeout: 30_000,
        })
        .toBeGreaterThan(ago(15).getTime());
      await expect(claim(first)).rejects.toMatchObject({ code: 'conflict' });
    } finally {
      letGo();
    }
  });

  it('starts anew after a failure', async () => {
    const first = request();
    const { id } = await claim(first);
    await release(id);
    expect((await claim(first)).earlier).toBeNull();
  });
});
