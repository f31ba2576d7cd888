import type { LaunchOptions, Page } from '@playwright/test';
import { type BigFile, partBytes } from './big-file';
import type { Cluster } from './cluster';
import { expect, expectStored, pickPath, untilSent } from './cluster-test';
import { mortalBrowser } from './kill-browser';
import type { Person } from './people';
import { tray, uploaded } from './tray';

export type Scene = { cluster: Cluster; member: Person; page: Page; file: BigFile };

/** How many requests the engine has under way at most. */
const poolSize = 6;
/** Half of the file takes so long that whatever is to happen in the middle does. */
const gently = ({ sizeBytes }: BigFile) => ({ bytesPerSecond: Math.max(8 * 2 ** 20, sizeBytes / 10) });

const partsTaken = ({ faults }: Cluster): number[] =>
  faults
    .seen()
    .flatMap(({ method, partNumber, status }) =>
      method === 'PUT' && partNumber !== null && status === 200 ? [partNumber] : [],
    );

/** Opens Sluice, picks the file and waits until `share` of it has gone to the bucket. */
export async function beginUpload(
  { cluster, page, file }: Omit<Scene, 'member'>,
  share: number,
): Promise<void> {
  cluster.faults.set(gently(file));
  await page.goto('/');
  await pickPath(page, file);
  await untilSent(cluster, file.sizeBytes * share);
}

/** Waits for the tray's word and looks at the stored file. */
export async function expectUploaded({ page, member, file }: Omit<Scene, 'cluster'>): Promise<void> {
  await uploaded(page, 1, 240_000);
  await expectStored(member, file);
}

/** The browser is killed at half; picked again in a new one, only what the bucket does not have travels. */
export async function killAndResume({ cluster, member, file }: Omit<Scene, 'page'>, launch: LaunchOptions) {
  const browser = mortalBrowser(cluster.url, launch);
  try {
    const before = await browser.open(member);
    await beginUpload({ cluster, page: before.pages()[0] ?? (await before.newPage()), file }, 0.5);
    await expect.poll(() => partsTaken(cluster).length).toBeGreaterThan(0);
    await browser.kill();
    // What is on the wire is read at once; a slow proxy would see the end only behind it.
    cluster.faults.clear();
    await expect.poll(() => cluster.faults.underWay()).toBe(0);
    const taken = new Set(partsTaken(cluster));
    const sentBytes = cluster.faults.bodyBytes();
    cluster.faults.forget();

    const after = await browser.open(member);
    const page = after.pages()[0] ?? (await after.newPage());
    await page.goto('/');
    await expect(tray(page).locator('[data-state=needs-file]')).toBeVisible();
    await pickPath(page, file);
    await expectUploaded({ page, member, file });
    expect(partsTaken(cluster).filter((part) => taken.has(part))).toEqual([]);
    const resentBytes = sentBytes + cluster.faults.bodyBytes() - file.sizeBytes;
    console.log(`killed at ${sentBytes} of ${file.sizeBytes} bytes; ${resentBytes} bytes sent twice`);
    expect(resentBytes).toBeLessThanOrEqual(poolSize * partBytes);
  } finally {
    await browser.remove();
  }
}

/** No connection for a while: nothing is tried meanwhile beyond what was under way, and the upload goes on by itself. */
export async function goOffline(scene: Scene, forMs: number): Promise<void> {
  const { page } = scene;
  await beginUpload(scene, 0.3);
  await page.context().setOffline(true);
  await expect(tray(page).getByText(/No connection/)).toBeVisible();
  let asked = 0;
  const count = () => {
    asked += 1;
  };
  page.on('request', count);
  await page.waitForTimeout(forMs);
  page.off('request', count);
  expect(asked).toBeLessThanOrEqual(poolSize);
  await page.context().setOffline(false);
  await expectUploaded(scene);
}

/** The bucket dies in the middle of its first parts, behind a proxy that answers 502 for it, and comes back. */
export async function killBucket(scene: Scene): Promise<void> {
  const { cluster, page } = scene;
  await beginUpload(scene, 0.05);
  cluster.faults.set({ badGateway: true });
  await cluster.bucket.kill();
  await expect(tray(page).getByText(/Trying again/)).toBeVisible();
  await cluster.bucket.start();
  await expectUploaded(scene);
}

/** Both apps die while they put the parts together; their launchers start them again. */
export async function crashAtComplete(scene: Scene): Promise<void> {
  const { cluster, page, file } = scene;
  await beginUpload(scene, 0.5);
  cluster.innerFaults.set({ delayMs: 60_000, only: ({ method }) => method === 'POST' });
  cluster.faults.clear();
  await expect(tray(page).locator('[data-state=verifying]')).toBeVisible({ timeout: 120_000 });
  await expect.poll(() => cluster.innerFaults.underWay()).toBe(1);
  for (const instance of cluster.instances) instance.crash();
  cluster.innerFaults.clear();
  await expectUploaded(scene);
  expect(partsTaken(cluster).length).toBe(Math.ceil(file.sizeBytes / partBytes));
}

/** Every third request is answered 503 for a while. */
export async function busyBucket(scene: Scene, forMs: number): Promise<void> {
  const { cluster, page } = scene;
  // Every third one, not 30 % by lot: a small file has so few parts that luck would spare it now and then.
  let asked = 0;
  cluster.faults.set({
    busyShare: 1,
    only: ({ method }) => {
      if (method !== 'OPTIONS') asked += 1;
      return method !== 'OPTIONS' && asked % 3 === 0;
    },
  });
  await beginUpload(scene, 0.1);
  await page.waitForTimeout(forMs);
  cluster.faults.clear();
  await expectUploaded(scene);
  expect(cluster.faults.seen().some(({ fault }) => fault === 'busy')).toBe(true);
}
