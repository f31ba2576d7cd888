import { type APIRequestContext, expect } from '@playwright/test';
import type { Site } from './people';
import { type MadeShare, share, shareNow } from './shares';

type Race = { site: Site; owner: APIRequestContext; fileId: string; visitors: number; limit: number };

/** A round of the race for the last downloads: all visitors at once, none of whom has been here before. */
export async function raceForDownloads({ site, owner, fileId, visitors, limit }: Race): Promise<MadeShare> {
  const made = await share(owner, { fileIds: [fileId], maxDownloads: limit });
  const { origin } = new URL(site.url);
  const take = async () => {
    const answer = await fetch(`${site.url}/api/s/${made.slug}/download`, {
      method: 'POST',
      headers: { origin, 'content-type': 'application/json' },
      body: JSON.stringify({ fileId }),
    });
    await answer.arrayBuffer();
    return answer.status;
  };
  const statuses = await Promise.all(Array.from({ length: visitors }, take));
  expect(statuses.filter((status) => status === 200)).toHaveLength(limit);
  expect(new Set(statuses)).toEqual(new Set([200, 404]));
  const now = await shareNow(owner, made.id);
  expect(now.downloads).toBe(limit);
  const { items } = await (await owner.get(`/api/shares/${made.id}/events?limit=200`)).json();
  expect(items.filter(({ action }: { action: string }) => action === 'downloaded')).toHaveLength(limit);
  return now;
}
