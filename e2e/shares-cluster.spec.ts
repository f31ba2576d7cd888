import { expect, test } from './support/cluster-test';
import { text } from './support/files';
import { anonymous } from './support/people';
import { raceForDownloads } from './support/share-race';
import { share, store } from './support/shares';

test('200 visitors at once take exactly ten of ten downloads on two instances', async ({
  cluster,
  member,
}) => {
  test.setTimeout(180_000);
  const stored = await store(member.api, text('few.txt', 'few'));
  const before = cluster.proxy.counts().slice();
  for (let round = 0; round < 2; round += 1)
    await raceForDownloads({
      site: cluster.site,
      owner: member.api,
      fileId: stored.id,
      visitors: 200,
      limit: 10,
    });
  const served = cluster.proxy.counts().map((count, index) => count - (before[index] ?? 0));
  expect(Math.min(...served)).toBeGreaterThan(150);
});

test('a download begun at one instance goes on at the other, and a guess counts at both', async ({
  cluster,
  member,
}) => {
  const stored = await store(member.api, text('safe.txt', 'safe'));
  const limited = await share(member.api, { fileIds: [stored.id], maxDownloads: 1 });
  const visitor = await anonymous(cluster.site);
  const take = async () =>
    (await visitor.post(`/api/s/${limited.slug}/download`, { data: { fileId: stored.id } })).json();
  cluster.proxy.use(0);
  expect(await take()).toMatchObject({ counted: true, downloadsRemaining: 0 });
  cluster.proxy.use(1);
  expect(await take()).toMatchObject({ counted: false, downloadsRemaining: 0 });

  const locked = await share(member.api, { fileIds: [stored.id], password: 'tell it by telephone' });
  const statuses: number[] = [];
  for (let guess = 0; guess < 12; guess += 1) {
    cluster.proxy.use(guess % 2);
    const answer = await visitor.post(`/api/s/${locked.slug}/unlock`, { data: { password: `no ${guess}` } });
    statuses.push(answer.status());
  }
  expect(statuses).toEqual([...Array.from({ length: 10 }, () => 401), 429, 429]);
  await visitor.dispose();
});
