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
  test(`the ${name} example sends files and gets the same bytes back`, async ({ person }, info) => {
    const [sent, received] = [info.outputPath('sent'), info.outputPath('received')];
    for (const folder of [sent, received]) mkdirSync(folder, { recursive: true });
    const files: [string, Buffer][] = [['notes & plans ü.txt', Buffer.from('Grüße from a program\n')]];
    if (manyFiles) files.push(['noise.bin', randomBytes(300_000)], ['large.bin', randomBytes(40 * 2 ** 20)]);
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
  });
}

test('the reference names every call, and every error has its anchor, without a session', async ({
  page,
}) => {
  const elsewhere: string[] = [];
  page.on('request', (request) => {
    if (new URL(request.url()).origin !== new URL(appUrl()).origin) elsewhere.push(request.url());
  });
  await page.goto('/docs');
  for (const name of Object.keys(paths)) await expect(page.locator(`[id="${name}"]`)).toHaveCount(1);
  await page.goto('/docs/errors#quota_exceeded');
  for (const code of Object.keys(errorCodes)) await expect(page.locator(`[id="${code}"]`)).toHaveCount(1);
  await expect(page.locator('#quota_exceeded')).toBeInViewport();
  expect(elsewhere).toEqual([]);
});
