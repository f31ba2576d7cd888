import { type ChildProcess, fork, spawn } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { startStack } from '../../e2e/support/stack';
import { createClient } from '../../examples/javascript/sluice.mjs';

export type Server = { url: string; stop: () => Promise<void> };
/** `uploadId`: a file of 1 GiB under way, in 128 parts. */
export type App = Server & { token: string; fileIds: string[]; uploadId: string; metricsToken: string };

const here = import.meta.dirname;
const allScopes = ['files:read', 'files:write', 'files:delete', 'shares:read', 'shares:write'];

export const startBare = (): Promise<Server> => startChild('bare-server.mjs');

/**
 * Builds the empty app (half a minute) and serves it, once as it is and once behind our front in a process of its own,
 * as Sluice has one. It lies outside of the repository: inside, Next makes our proxy.ts and instrumentation.ts a part
 * of it. Built by webpack, because Turbopack follows no link to packages outside of the folder.
 */
export async function startEmptyNext(): Promise<Server & { behindFront: string }> {
  const dir = mkdtempSync(path.join(os.tmpdir(), 'sluice-empty-'));
  const remove = () => rmSync(dir, { recursive: true, force: true });
  try {
    cpSync(path.join(here, 'empty'), dir, { recursive: true });
    symlinkSync(path.resolve('node_modules'), path.join(dir, 'node_modules'));
    await buildEmpty(dir);
    const app = await startChild('empty-server.mjs', [dir]);
    const front = await startChild('front.ts', [new URL(app.url).port]);
    const stop = async () => {
      await front.stop();
      await app.stop();
      remove();
    };
    return { url: app.url, behindFront: front.url, stop };
  } catch (error) {
    remove();
    throw error;
  }
}

async function buildEmpty(cwd: string): Promise<void> {
  const args = [path.resolve('node_modules/next/dist/bin/next'), 'build', '--webpack'];
  const env = { ...process.env, NEXT_TELEMETRY_DISABLED: '1' };
  const code = await new Promise<number | null>((resolve) =>
    spawn(process.execPath, args, { cwd, stdio: ['ignore', 'ignore', 'inherit'], env }).once(
      'close',
      resolve,
    ),
  );
  if (code !== 0) throw new Error(`The empty app could not be built (${code}).`);
}

function startChild(script: string, args: string[] = []): Promise<Server> {
  const child = fork(path.join(here, script), args, {
    env: { ...process.env, NODE_ENV: 'production' },
    execArgv: script.endsWith('.ts') ? ['--import', 'tsx'] : [],
  });
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`${script} ended with ${code}.`)));
    child.once('message', (message) => {
      const { port } = message as { port: number };
      resolve({ url: `http://127.0.0.1:${port}`, stop: () => end(child) });
    });
  });
}

function end(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.removeAllListeners('exit');
    child.once('exit', () => resolve());
    child.disconnect();
  });
}

/** A whole Sluice (`npm start`, everything embedded) with raised limits, a token, and `files` files of 1 kB. */
export async function startApp(files: number): Promise<App> {
  const dir = mkdtempSync(path.join(os.tmpdir(), 'sluice-load-'));
  const metricsToken = 'only for this measurement';
  const stack = await startStack({ dir, env: { SLUICE_METRICS_TOKEN: metricsToken } });
  const stop = async () => {
    await stack.stop();
    rmSync(dir, { recursive: true, force: true });
  };
  try {
    const cookie = await signUp(stack.url, stack.setupCode ?? '');
    const call = async (method: string, at: string, body: object, headers = {}) => {
      const answer = await fetch(stack.url + at, {
        method,
        headers: { cookie, origin: stack.url, 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      });
      if (!answer.ok) throw new Error(`${method} ${at}: ${answer.status} ${await answer.text()}`);
      return answer.json();
    };
    const state = await (await fetch(`${stack.url}/api/admin/policy`, { headers: { cookie } })).json();
    const raised = { urlsPerMinute: 1_000_000, requestsPerMinute: 1_000_000 };
    const condition = { 'if-match': `"${state.version}"` };
    await call('PUT', '/api/admin/policy', { ...state.policy, ...raised }, condition);
    const { secret } = await call('POST', '/api/tokens', { name: 'Load', scopes: allScopes });
    const client = createClient({ url: stack.url, token: secret });
    const given = Array.from({ length: files }, (_, index) => ({
      name: `file ${index}.bin`,
      blob: new Blob([new Uint8Array(1024)]),
    }));
    const made = (await client.upload(given)) as { id: string }[];
    const large = { name: 'large.bin', size: 2 ** 30, type: '' };
    const { uploads } = await call('POST', '/api/uploads', { files: [large] });
    const fileIds = made.map(({ id }) => id);
    return { url: stack.url, token: secret, metricsToken, fileIds, uploadId: uploads[0].id, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Makes the first admin and signs them in; the session cookie. */
async function signUp(url: string, code: string): Promise<string> {
  const person = { name: 'Grace Hopper', email: 'admin@example.com', password: 'a long enough sentence' };
  const headers = { origin: url, 'content-type': 'application/json' };
  const made = await fetch(`${url}/api/setup`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ code, ...person }),
  });
  if (!made.ok) throw new Error(`Set-up: ${made.status} ${await made.text()}`);
  const csrf = await fetch(`${url}/api/auth/csrf`);
  const { csrfToken } = await csrf.json();
  const cookies = (answer: Response) => answer.headers.getSetCookie().map((line) => line.split(';')[0]);
  const signedIn = await fetch(`${url}/api/auth/callback/credentials`, {
    method: 'POST',
    headers: { ...headers, cookie: cookies(csrf).join('; ') },
    body: JSON.stringify({ email: person.email, password: person.password, csrfToken, json: 'true' }),
    redirect: 'manual',
  });
  return cookies(signedIn).join('; ');
}
