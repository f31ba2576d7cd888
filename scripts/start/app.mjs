// The app's process: Next's server on a free loopback port, told to the supervisor. Plain JavaScript without the
// `react-server` condition, which would give Next's own renderer the wrong React.
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import next from 'next';
import { untilReleased } from './held.mjs';

/** Longer than the front keeps an idle connection, so that the front never writes into one we are closing. */
const KEEP_ALIVE_MS = 60_000;
const DRAIN_MS = 10_000;
/** Where the app's own long-running parts (the job worker) leave functions that end them: `Set<() => Promise<void>>`. */
const SHUTDOWN = Symbol.for('sluice.shutdown');

const dev = process.env.NODE_ENV === 'development';
const dir = path.dirname(path.dirname(path.dirname(fileURLToPath(import.meta.url))));
// A container has no compiler to read next.config.ts: scripts/container leaves what the build made of it, as Next's own
// standalone server is given it.
const settings = path.join(dir, 'next.settings.json');
if (existsSync(settings)) process.env.__NEXT_PRIVATE_STANDALONE_CONFIG = readFileSync(settings, 'utf8');
const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS });
// A supervisor that was killed cannot stop us; we are no use without its front.
process.once('disconnect', () => process.exit(1));
process.on('SIGINT', () => {});

await untilReleased();
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const { port } = server.address();
process.env.PORT = String(port);
const app = next({ dev, dir, hostname: '127.0.0.1', port, httpServer: server });
await app.prepare();
const handle = app.getRequestHandler();
server.on('request', (request, response) => {
  setPlainContentType(response);
  handle(request, response).catch(() => response.destroy());
});
process.once('SIGTERM', shutDown);
process.send?.({ event: 'listening', port });

/**
 * Next sets the headers of a route's answer as arrays, and its compression takes an array for no type: no JSON was ever
 * compressed. Source: next/dist/server/base-http/node.js (appendHeader), next/dist/compiled/compression (filter).
 */
function setPlainContentType(response) {
  const setHeader = response.setHeader.bind(response);
  response.setHeader = (name, value) =>
    setHeader(name, Array.isArray(value) && /^content-type$/i.test(name) ? value.join() : value);
}

async function shutDown() {
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeIdleConnections();
  const timer = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
  const parts = [...(globalThis[SHUTDOWN] ?? [])];
  await Promise.allSettled([closed, ...parts.map((end) => end())]);
  clearTimeout(timer);
  await app.close();
  process.exit(0);
}
