import { createHash, randomBytes } from 'node:crypto';
import type { APIResponse, Page, Request } from '@playwright/test';
import { findPart, listBucket, type PartName, query } from './support/parts';
import { enterAs, expect, signIn, test } from './support/people';
import { type Stack, startStack } from './support/stack';
import { uploaded } from './support/tray';

const fileCount = 200;
const owner = { email: 'owner@example.com', password: randomBytes(12).toString('base64url') };

/** Calls what once, as soon as isIt is true of count requests of page that were sent or finished. */
function onceAfter(
  page: Page,
  event: 'request' | 'requestfinished',
  { isIt, count, what }: { isIt: (method: string, url: string) => boolean; count: number; what: () => void },
): void {
  let seen = 0;
  const look = (request: Request) => {
    if (!isIt(request.method(), request.url())) return;
    seen += 1;
    if (seen === count) what();
  };
  if (event === 'request') page.on('request', look);
  else page.on('requestfinished', look);
}

test('app, bucket and database are killed during 200 uploads: nothing told done is lost, nothing else stays', async ({
  page,
}) => {
  test.setTimeout(300_000);
  const stack = await startStack({
    env: { SLUICE_ADMIN_EMAIL: owner.email, SLUICE_ADMIN_PASSWORD: owner.password },
  });
  try {
    const api = await signIn(owner.email, { url: stack.url, password: owner.password });
    await enterAs(page.context(), api);
    await page.goto(stack.url);
    await expect(page.getByRole('button', { name: 'Choose files' })).toBeVisible();
    const killed: PartName[] = [];
    const kill = (part: PartName) => {
      const pid = findPart(stack, part);
      if (pid === null) throw new Error(`no ${part} to kill`);
      process.kill(pid, 'SIGKILL');
      killed.push(part);
    };
    const bucketOrigin = `:${Number(new URL(stack.url).port) + 1}/`;
    onceAfter(page, 'request', {
      isIt: (method, url) => method === 'POST' && url.endsWith('/api/uploads'),
      count: 1,
      what: () => kill('app'),
    });
    onceAfter(page, 'requestfinished', {
      isIt: (method, url) => method !== 'OPTIONS' && url.includes(bucketOrigin),
      count: 50,
      what: () => kill('bucket'),
    });
    onceAfter(page, 'request', {
      isIt: (method, url) => method === 'POST' && url.includes('/complete'),
      count: 1,
      what: () => kill('database'),
    });
    const files = Array.from({ length: fileCount }, (_, index) => ({
      name: `record ${String(index).padStart(3, '0')}.bin`,
      mimeType: 'application/octet-stream',
      buffer: randomBytes(10_000 + index),
    }));
    await page.locator('input[type=file]:not([webkitdirectory])').first().setInputFiles(files);
    await uploaded(page, fileCount, 180_000);
    expect([...killed].sort()).toEqual(['app', 'bucket', 'database']);

    await expectEqual(stack, api, new Map(files.map(({ name, buffer }) => [name, digest(buffer)])));
    await expectNothingElse(stack);
    await api.dispose();
  } finally {
    await stack.stop();
  }
});

const digest = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** The files of the account are exactly those of expected (name → SHA-256), byte for byte. */
async function expectEqual(
  stack: Stack,
  api: Awaited<ReturnType<typeof signIn>>,
  expected: Map<string, string>,
): Promise<void> {
  const found = new Map<string, string>();
  let cursor: string | null = null;
  do {
    const answer: APIResponse = await api.get(`/api/files?limit=100${cursor ? `&cursor=${cursor}` : ''}`);
    expect(answer.status(), await answer.text()).toBe(200);
    const { items, nextCursor }: { items: { id: string; name: string }[]; nextCursor: string | null } =
      await answer.json();
    const signed = await api.post('/api/files/presign', {
      data: { ids: items.map(({ id }) => id) },
    });
    expect(signed.status(), await signed.text()).toBe(200);
    const { items: urls } = await signed.json();
    for (const [index, { name }] of items.entries()) {
      const response = await fetch(urls[index].presign.url);
      expect(response.status, name).toBe(200);
      found.set(name, digest(new Uint8Array(await response.arrayBuffer())));
    }
    cursor = nextCursor;
  } while (cursor);
  expect(found).toEqual(expected);
  expect(stack.output()).not.toContain('so everything is stopped');
}

/** After a sweep: no open upload, one row and one object a file, and no reserved byte. */
async function expectNothingElse(stack: Stack): Promise<void> {
  await query(stack, `UPDATE "Upload" SET "checkAt" = now(), "expiresAt" = now() WHERE "state" <> 'ready'`);
  await query(stack, `SELECT graphile_worker.add_job('sweep-uploads')`);
  await expect
    .poll(
      () =>
        query(
          stack,
          `SELECT (SELECT count(*)::int FROM "File") AS files,
            (SELECT count(*)::int FROM "Upload" WHERE "state" IN ('pending', 'uploading', 'completing', 'verifying')) AS open,
            (SELECT sum("reservedBytes")::int FROM "User") AS reserved`,
        ),
      { timeout: 120_000 },
    )
    .toEqual([{ files: fileCount, open: 0, reserved: 0 }]);
  const rows = await query<{ key: string }>(stack, `SELECT "objectKey" AS key FROM "File"`);
  // What the kills interrupted waits for its next turn, minutes away.
  await query(stack, `UPDATE "ObjectDeletion" SET "notBefore" = now()`);
  await query(stack, `SELECT graphile_worker.add_job('delete-objects')`);
  await expect
    .poll(
      async () => {
        const { keys, openMultiparts } = await listBucket(stack);
        const stored = keys.filter((key) => /\/(files|staging)\//.test(key)).sort();
        return { stored, openMultiparts };
      },
      { timeout: 120_000 },
    )
    .toEqual({ stored: rows.map(({ key }) => key).sort(), openMultiparts: 0 });
}
