import { expect, test } from './support/cluster-test';
import { noise } from './support/files';
import { anonymous, type Person } from './support/people';
import { store } from './support/shares';

async function tokenOf({ api }: Person, given: object): Promise<string> {
  const answer = await api.post('/api/tokens', {
    data: { name: 'Program', scopes: ['files:read', 'files:write'], ...given },
  });
  expect(answer.status(), await answer.text()).toBe(201);
  return (await answer.json()).secret;
}

test('limits count together, whichever instance is asked', async ({ cluster, member }) => {
  const headers = { authorization: `Bearer ${await tokenOf(member, { perMinute: 10 })}` };
  const api = await anonymous(cluster.site);
  const before = [...cluster.proxy.counts()];
  const statuses: number[] = [];
  for (let calls = 0; calls < 20; calls += 1) statuses.push((await api.get('/api/me', { headers })).status());
  expect(statuses).toEqual([...Array(10).fill(200), ...Array(10).fill(429)]);
  for (const [index, count] of cluster.proxy.counts().entries())
    expect(count - (before[index] ?? 0)).toBeGreaterThanOrEqual(10);
  await api.dispose();
});

test('a rolling restart under load loses no upload and no call', async ({ cluster, member }) => {
  test.setTimeout(300_000);
  const { api } = member;
  let isRolling = true;
  const stored: string[] = [];
  const lane = async (index: number) => {
    for (let sent = 0; isRolling || sent < 3; sent += 1) {
      const file = await store(api, noise(`lane ${index} file ${sent}.bin`, 20_000));
      stored.push(file.id);
    }
  };
  const roll = async () => {
    for (const instance of cluster.instances) {
      const before = stored.length;
      await instance.stop();
      await instance.start();
      // Uploads went on meanwhile, through the other one.
      expect(stored.length).toBeGreaterThan(before);
    }
    isRolling = false;
  };
  await Promise.all([roll(), ...[0, 1, 2].map(lane)]);
  const files: { id: string; size: number }[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page: { items: typeof files; nextCursor: string | null } = await (
      await api.get(`/api/files?limit=200${cursor ? `&cursor=${cursor}` : ''}`)
    ).json();
    files.push(...page.items);
    cursor = page.nextCursor;
  }
  expect(files.map(({ id }) => id).sort()).toEqual(stored.sort());
  expect(files.every(({ size }) => size === 20_000)).toBe(true);
  console.log(`${stored.length} uploads during the restart of ${cluster.instances.length} instances`);
});
