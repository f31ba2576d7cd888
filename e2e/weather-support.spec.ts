import { expect, test } from './support/cluster-test';
import { noise } from './support/files';
import { store } from './support/shares';

const one = () => noise('one.bin', 100_000);

test('two instances are one Sluice, and one goes on without the other', async ({ cluster, member }) => {
  const { api } = member;
  const [, second] = cluster.instances;
  cluster.proxy.use(0);
  const file = await store(api, one());
  cluster.proxy.use(1);
  expect((await (await api.get(`/api/files/${file.id}`)).json()).name).toBe('one.bin');
  await second?.kill();
  cluster.proxy.use('all');
  for (let times = 0; times < 2; times += 1)
    expect((await api.get(`/api/files/${file.id}`)).status()).toBe(200);
  await second?.start();
  cluster.proxy.use(1);
  expect((await api.get(`/api/files/${file.id}`)).status()).toBe(200);
});

test('the fault proxy counts what goes to the bucket, and makes weather', async ({ cluster, member }) => {
  const { api } = member;
  const { faults } = cluster;
  await store(api, one());
  expect(faults.seen()).toMatchObject([{ status: expect.any(Number), fault: null }]);
  expect(faults.bodyBytes()).toBeGreaterThanOrEqual(100_000);

  const fails = async (fault: Parameters<typeof faults.set>[0], how: RegExp) => {
    faults.clear();
    faults.set(fault);
    await expect(store(api, one())).rejects.toThrow(how);
  };
  await fails({ busyShare: 1 }, /503/);
  await fails({ expiredShare: 1 }, /403/);
  await fails({ dropShare: 1 }, /fetch failed/);
  await fails({ cutShare: 1 }, /fetch failed/);

  faults.clear();
  faults.set({ stallAfterBytes: 10_000 });
  const stalled = store(api, one());
  await expect.poll(() => faults.underWay()).toBe(1);
  faults.clear();
  expect((await stalled).name).toMatch(/^one/);
});

test('the bucket ends and comes back with what it had', async ({ cluster, member: { api } }) => {
  const file = await store(api, one());
  await cluster.bucket.kill();
  await expect(store(api, one())).rejects.toThrow();
  await cluster.bucket.start();
  expect((await api.post(`/api/files/${file.id}/verify`, { data: {} })).ok()).toBe(true);
});
