import type { Person } from '@/e2e/support/people';
import { store } from '@/e2e/support/shares';
import { waitUntil } from '@/scripts/services/processes';
import { photograph } from './photographs';

/** Uploads so many photographs for person and waits until the worker has drawn all of them. */
export async function fillWithPhotographs(person: Person, count: number): Promise<void> {
  const different = await Promise.all(Array.from({ length: 12 }, () => photograph(1600, 1200)));
  for (let index = 0; index < count; index += 1) {
    // Each its own picture: what was stored once is not taken for a new one.
    const buffer = Buffer.concat([
      different[index % different.length] ?? Buffer.alloc(0),
      Buffer.from(`${index}`),
    ]);
    await store(person.api, { name: `IMG_${1000 + index}.jpg`, mimeType: 'image/jpeg', buffer });
  }
  const areDrawn = async () => {
    const { items } = await (await person.api.get('/api/files?limit=200&kind=image')).json();
    return items.filter((item: { thumbnails?: object }) => item.thumbnails).length >= count;
  };
  if (!(await waitUntil(areDrawn, { timeoutMs: 300_000, intervalMs: 500 })))
    throw new Error('The worker did not draw the thumbnails.');
}
