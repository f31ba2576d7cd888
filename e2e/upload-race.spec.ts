import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { expect, test } from './support/cluster-test';

const sizeBytes = 20 * 2 ** 20;

test('fifty completes at once over two instances make one file, one audit row, one charge', async ({
  cluster,
  member: { api },
}) => {
  const started = await api.post('/api/uploads', {
    data: { files: [{ name: 'raced.bin', size: sizeBytes, type: '' }], onConflict: 'keep-both' },
  });
  const [{ id, partCount }] = (await started.json()).uploads;
  const partNumbers = Array.from({ length: partCount }, (_, index) => index + 1);
  const signed = await api.post(`/api/uploads/${id}/presign`, { data: { partNumbers } });
  for (const { url, size } of (await signed.json()).parts)
    expect((await fetch(url, { method: 'PUT', body: randomBytes(size) })).status).toBe(200);

  const before = [...cluster.proxy.counts()];
  const answers = await Promise.all(
    Array.from({ length: 50 }, () => api.post(`/api/uploads/${id}/complete`, { data: {} })),
  );
  for (const [index, count] of cluster.proxy.counts().entries())
    expect(count - (before[index] ?? 0), `requests to instance ${index}`).toBe(25);
  expect(new Set(answers.map((answer) => answer.status()))).toEqual(new Set([200]));
  const files = await Promise.all(answers.map(async (answer) => (await answer.json()).file.id));
  expect(new Set(files).size).toBe(1);

  const { usage } = await (await api.get('/api/me')).json();
  expect(usage).toMatchObject({ usedBytes: sizeBytes, reservedBytes: 0 });
  const database = new pg.Client({ connectionString: cluster.databaseUrl });
  await database.connect();
  const { rows } = await database.query(
    `SELECT "action" FROM "AuditEvent" WHERE "details"->>'uploadId' = $1`,
    [id],
  );
  await database.end();
  expect(rows).toEqual([{ action: 'file.uploaded' }]);
});
