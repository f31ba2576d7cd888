import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { createClient } from '../examples/javascript/sluice.mjs';
import { freePort } from '../scripts/services/ports';
import { ensureDatabase, startPostgres } from '../scripts/services/postgres';
import { startNodeService } from '../scripts/start/node-service';
import { jpeg } from './support/files';
import { admin, signIn } from './support/people';
import { startStack } from './support/stack';
import { startWorkerProcess } from './support/worker-process';

/** Of the launcher in the image; SLUICE_DIST_DIR is the tests' own. */
const command = ['--import', 'tsx', 'scripts/start/main.ts'];

/** The Dockerfile's runtime stage is this folder: no package above it can help. */
function assemble(): { folder: string; remove: () => void } {
  const parent = mkdtempSync(path.join(os.tmpdir(), 'sluice-container-'));
  const folder = path.join(parent, 'app');
  execFileSync(process.execPath, ['--import', 'tsx', 'scripts/container/main.ts', folder], {
    env: { ...process.env, SLUICE_DIST_DIR: process.env.SLUICE_DIST_DIR ?? '.next-test' },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  return { folder, remove: () => rmSync(parent, { recursive: true, force: true }) };
}

test('what the image holds runs app, worker and store without the rest of the checkout', async () => {
  test.setTimeout(600_000);
  const ends: (() => Promise<void> | void)[] = [];
  try {
    const { folder, remove } = assemble();
    ends.push(remove);
    for (const left of [
      '@typescript',
      'prisma',
      '@playwright',
      'vitest',
      'swagger-ui-dist',
      '@next/swc-linux-x64-gnu',
      'caniuse-lite',
      'next/dist/compiled/webpack',
      'next/dist/compiled/babel-packages',
    ])
      expect(existsSync(path.join(folder, 'node_modules', left)), left).toBe(false);
    expect(readdirSync(folder)).not.toContain('.env');

    const dir = mkdtempSync(path.join(os.tmpdir(), 'sluice-container-data-'));
    ends.push(() => rmSync(dir, { recursive: true, force: true }));
    const postgres = await startPostgres({ dir: path.join(dir, 'postgres'), durable: false });
    ends.push(postgres.stop);
    await ensureDatabase(postgres.url('postgres'), 'sluice');
    const key = { id: 'TESTKEY0000000000001', secret: randomBytes(24).toString('base64url') };
    const port = await freePort();
    const store = await startNodeService({
      name: 'store',
      args: [
        ...['--max-semi-space-size=1', '--import', 'tsx', 'lib/bucket/cli.ts'],
        ...['--port', String(port), '--data', path.join(dir, 'bucket')],
      ],
      cwd: folder,
      env: { ...process.env, SLUICE_BUCKET_KEYS: `${key.id}:${key.secret}` },
      graceMs: 8_000,
      noise: /"event"/,
    });
    ends.push(store.stop);
    const password = randomBytes(12).toString('base64url');
    const shared = {
      DATABASE_URL: postgres.url('sluice'),
      S3_ENDPOINT: `http://127.0.0.1:${port}`,
      S3_PUBLIC_ENDPOINT: `http://127.0.0.1:${port}`,
      S3_BUCKET: 'sluice',
      S3_EMBEDDED: 'true',
      AWS_ACCESS_KEY_ID: key.id,
      AWS_SECRET_ACCESS_KEY: key.secret,
      SLUICE_SECRET: randomBytes(32).toString('base64url'),
      SLUICE_ADMIN_EMAIL: admin.email,
      SLUICE_ADMIN_PASSWORD: password,
    };
    const program = { cwd: folder, command };
    const stack = await startStack({
      dir,
      keepData: true,
      program,
      env: { ...shared, SLUICE_WORKER: 'none' },
    });
    ends.push(stack.stop);
    expect(stack.output()).not.toMatch(/Building|Generating|Installing/);
    const worker = await startWorkerProcess({ ...shared, SLUICE_DATA_DIR: path.join(dir, 'worker') }, folder);
    ends.push(worker.stop);

    expect((await fetch(`${stack.url}/api/health`)).status).toBe(200);
    expect(await (await fetch(`${stack.url}/sign-in`)).text()).toContain('<h1');
    const api = await signIn(admin.email, { url: stack.url, password });
    const scopes = ['files:read', 'files:write'];
    const made = await api.post('/api/tokens', { data: { name: 'Container', scopes } });
    expect(made.status(), await made.text()).toBe(201);
    const client = createClient({ url: stack.url, token: (await made.json()).secret });
    const picture = await jpeg();
    await client.upload([{ name: picture.name, blob: new Blob([new Uint8Array(picture.buffer)]) }]);
    const first = async () => (await (await api.get('/api/files')).json()).items[0];
    // The worker has drawn it: the picture library came along.
    await expect.poll(async () => Boolean((await first()).thumbnails), { timeout: 90_000 }).toBe(true);
    await api.dispose();
  } finally {
    for (const end of ends.reverse()) await end();
  }
});
