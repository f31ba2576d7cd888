import { test } from './support/cluster-test';
import { text } from './support/files';
import { raceForDownloads } from './support/share-race';
import { store } from './support/shares';

test.setTimeout(600_000);

test('200 visitors at once take exactly ten of ten downloads on two instances, twenty times', async ({
  cluster,
  member,
}) => {
  const stored = await store(member.api, text('few.txt', 'few'));
  for (let round = 0; round < 20; round += 1)
    await raceForDownloads({
      site: cluster.site,
      owner: member.api,
      fileId: stored.id,
      visitors: 200,
      limit: 10,
    });
});
