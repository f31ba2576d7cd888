import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { errorCodes } from '../lib/contracts/errors';
import { paths } from '../lib/contracts/paths';
import { appUrl, expect, type Person, test } from './support/people';

const run = promisify(execFile);

async function makeToken(person: Person, given: string[]): Promise<string> {
  const answer = await person.api.post('/api/tokens', { data: { name: 'Program', scopes: given } });
  expect(answer.status(), await answer.text()).toBe(201);
  return (await answer.json()).secret;
}

const examples = [
  { name: 'JavaScript', command: 'node', script: 'examples/javascript/roundtrip.mjs', manyFiles: true },
  { name: 'Python', command: 'python3', script: 'examples/python/roundtrip.py', manyFiles: true },
  { name: 'curl', command: 'sh', script: 'examples/curl/roundtrip.sh', manyFiles: false },
];

for (const { name, command, script, manyFiles } of examples) {
  test(
    `the ${name} example sends files and gets the same bytes back`,
    { tag: '@engine' },
    async ({ person }, info) => {
      const [sent, received] = [info.outputPath('sent'), info.outputPath('received')];
      for (const folder of [sent, received]) mkdirSync(folder, { recursive: true });
      const files: [string, Buffer][] = [['notes & plans ü.txt', Buffer.from('Grüße from a program\n')]];
      if (manyFiles)
        files.push(['noise.bin', randomBytes(300_000)], ['large.bin', randomBytes(40 * 2 ** 20)]);
      for (const [file, bytes] of files) writeFileSync(path.join(sent, file), bytes);
      const token = await makeToken(person, ['files:read', 'files:write']);
      const args = [script, received, ...files.map(([file]) => path.join(sent, file))];
      const { stdout } = await run(command, args, {
        env: { ...process.env, SLUICE_URL: appUrl(), SLUICE_TOKEN: token },
      });
      for (const [file, bytes] of files) {
        expect(stdout).toContain(`${file}: ${bytes.length} bytes`);
        expect(readFileSync(path.join(received, file)).equals(bytes), file).toBe(true);
      }
      const { items } = await (await person.api.get('/api/files')).json();
      expect(items).toHaveLength(files.length);
    },
  );
}

/** What the example modules are given as in the page. */
type Examples = {
  createClient: (options: { url: string; token: string }) => {
    upload: (files: { name: string; blob: Blob }[]) => Promise<{ id: string }[]>;
    presignDownloads: (ids: string[]) => Promise<{ presign: { url: string; name: string } }[]>;
  };
  saveInBrowser: (presign: { url: string; name: string }) => Promise<void>;
};

test.describe('in a page', () => {
  // The page is ours, the example's script is not: our own policy would not run it.
  test.use({ bypassCSP: true });

  test('the browser example saves what it uploaded, under its name', { tag: '@engine' }, async ({
    signedIn: page,
    person,
  }) => {
    const token = await makeToken(person, ['files:read', 'files:write']);
    const names = { 'sluice.mjs': 'createClient', 'browser.mjs': 'saveInBrowser' };
    for (const [file, name] of Object.entries(names)) {
      const source = readFileSync(path.join('examples/javascript', file), 'utf8');
      await page.addScriptTag({ type: 'module', content: `${source}\nwindow.${name} = ${name};` });
      await page.waitForFunction((known) => known in window, name);
    }
    const saved = page.waitForEvent('download');
    await page.evaluate(async (secret) => {
      const { createClient, saveInBrowser } = globalThis as unknown as Examples;
      const client = createClient({ url: location.origin, token: secret });
      const [file] = await client.upload([{ name: 'Größe & more.txt', blob: new Blob(['from a page']) }]);
      const [item] = await client.presignDownloads([file?.id ?? '']);
      if (item) await saveInBrowser(item.presign);
    }, token);
    const download = await saved;
    expect(download.suggestedFilename()).toBe('Größe & more.txt');
    expect(readFileSync(await download.path(), 'utf8')).toBe('from a page');
  });
});

test('the collection runs from top to bottom', { tag: '@engine' }, async ({ person }, info) => {
  const token = await makeToken(person, [
    'files:read',
    'files:write',
    'files:delete',
    'shares:read',
    'shares:write',
  ]);
  const report = info.outputPath('newman.json');
  const collection = 'collection/sluice.postman_collection.json';
  const variables = ['--env-var', `baseUrl=${appUrl()}`, '--env-var', `token=${token}`];
  const reporters = ['--reporters', 'cli,json', '--reporter-json-export', report];
  const newman = ['node_modules/newman/bin/newman.js', 'run', collection, '--color', 'off'];
  // It ends with 1 after a failed assertion; the output says which.
  const { stdout } = await run('node', [...newman, ...variables, ...reporters]).catch((error) => error);
  const { stats, failures } = JSON.parse(readFileSync(report, 'utf8')).run;
  expect(failures, stdout).toEqual([]);
  expect(stats.requests.total).toBe(JSON.parse(readFileSync(collection, 'utf8')).item.length);
  expect(stats.assertions.total).toBeGreaterThan(stats.requests.total);
});

test('a method that a path does not have is answered with those it has', async ({ person }) => {
  const lines = Object.values(paths).map((line) => line.split(' ') as [string, string]);
  for (const pattern of new Set(lines.map(([, each]) => each))) {
    if (!pattern.startsWith('/api/')) continue;
    const own = lines.filter(([, each]) => each === pattern).map(([method]) => method);
    const at = pattern.replace(/\{\w+\}/g, '0190a5b4-7c3e-7d52-9d0e-2f1c5b7a9e10');
    for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].filter((each) => !own.includes(each))) {
      const answer = await person.api.fetch(at, { method });
      expect([answer.status(), answer.headers()['content-type']], `${method} ${at}`).toEqual([
        405,
        'application/problem+json',
      ]);
      expect((await answer.json()).code).toBe('method_not_allowed');
      expect(answer.headers().allow?.split(', ')).toEqual(expect.arrayContaining(own));
    }
  }
});

test('the reference names every call, and every error has its anchor, without a session', async ({
  page,
}) => {
  const elsewhere: string[] = [];
  page.on('request', (request) => {
    if (new URL(request.url()).origin !== new URL(appUrl()).origin) elsewhere.push(request.url());
  });
  await page.goto('/docs');
  // Swagger UI's own anchors: operations-<tag>-<operationId>.
  const calls = page.locator('.opblock[id^="operations-"]');
  await expect(calls).toHaveCount(Object.keys(paths).length);
  const named = await calls.evaluateAll((all) => all.map(({ id }) => id.split('-').at(-1)));
  expect(named.toSorted()).toEqual(Object.keys(paths).toSorted());
  await page.goto('/docs/errors#quota_exceeded');
  for (const code of Object.keys(errorCodes)) await expect(page.locator(`[id="${code}"]`)).toHaveCount(1);
  await expect(page.locator('#quota_exceeded')).toBeInViewport();
  expect(elsewhere).toEqual([]);
});

test('a reference whose document cannot be had says so', async ({ page }) => {
  await page.route('**/api/openapi.json', (route) => route.abort());
  await page.goto('/docs');
  await expect(page.getByText('The reference could not be loaded.')).toBeVisible();
  await expect(page.getByText('Loading the reference')).toBeHidden();
});
