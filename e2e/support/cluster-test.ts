import { expect, type Page, test as plain } from '@playwright/test';
import { type BigFile, makeBigFile } from './big-file';
import { type Cluster, startCluster } from './cluster';
import { createPerson, enter, type Person } from './people';

type Made = {
  /** Somebody new on the cluster, whose session the page's context has. */
  member: Person;
  /** Makes a file on disk that is gone after the test. */
  bigFile: (name: string, sizeBytes: number) => BigFile;
};

/** test with a cluster that the spec files of a worker share; the weather is fair when a test begins. */
export const test = plain.extend<Made & { fair: undefined }, { cluster: Cluster }>({
  cluster: [
    async ({ browserName: _unused }, use, { project }) => {
      // Elsewhere a second cluster would start beside the first.
      expect(['cluster', 'long'], 'project of this file, see playwright.config.ts').toContain(project.name);
      const cluster = await startCluster();
      await use(cluster);
      await cluster.stop();
    },
    { scope: 'worker', timeout: 240_000 },
  ],
  baseURL: async ({ cluster }, use) => use(cluster.url),
  fair: [
    async ({ cluster }, use) => {
      cluster.faults.forget();
      cluster.innerFaults.forget();
      await use(undefined);
      cluster.faults.clear();
      cluster.innerFaults.clear();
      cluster.proxy.use('all');
      cluster.proxy.letGo();
    },
    { auto: true },
  ],
  member: async ({ cluster, context }, use) => {
    const member = await createPerson(undefined, cluster.site);
    await enter(context, member);
    await use(member);
    await member.api.dispose();
  },
  bigFile: async ({ browserName: _unused }, use) => {
    const made: BigFile[] = [];
    await use((name, sizeBytes) => {
      const file = makeBigFile(name, sizeBytes);
      made.push(file);
      return file;
    });
    for (const file of made) file.remove();
  },
});

/** Picks a file on disk, of any size, as a person does. */
export async function pickPath(page: Page, file: { path: string }): Promise<void> {
  await page.locator('input[type=file][data-upload=files]').setInputFiles(file.path);
}

/** Waits until so much of the file has gone towards the bucket. */
export async function untilSent({ faults }: Cluster, bytes: number): Promise<void> {
  await expect.poll(() => faults.bodyBytes(), { intervals: [50], timeout: 60_000 }).toBeGreaterThan(bytes);
}

/** Expects exactly one file of this name in Sluice, with the very bytes that are on disk. */
export async function expectStored(person: Person, file: BigFile): Promise<void> {
  const { items } = await (await person.api.get('/api/files?limit=200')).json();
  expect(items.map((item: { name: string }) => item.name)).toEqual([file.name]);
  const [{ size, checksums }] = items;
  expect(size).toBe(file.sizeBytes);
  expect(checksums).toContainEqual({ kind: 'etag-md5-multipart', value: file.etag, provenBy: 'bucket' });
}

export { expect };
