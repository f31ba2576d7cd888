import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { PlainError } from '../plain-error';
import { waitUntil } from '../services/processes';
import { HELD } from './held.mjs';
import type { Running } from './supervise';

/** Node with TypeScript; `react-server` is the condition under which `server-only` is empty. */
export const TYPESCRIPT = ['--conditions=react-server', '--import', 'tsx'];

/** Resolves, when a process that was started early may begin, with what its environment lacks. */
export type Release = Promise<Record<string, string>>;

export type NodeService = Running & { port: number; pid: number };

type NodeServiceOptions = {
  name: string;
  args: string[];
  cwd: string;
  env: Record<string, string | undefined>;
  /** How long it may take to finish what it is doing when asked to end. */
  graceMs: number;
  /** Lines of its stdout that tell nobody anything. */
  noise?: RegExp;
  /** A program that waits for it (untilReleased) loads its code meanwhile; what this rejects with ends it and is thrown. */
  release?: Release;
};

/**
 * Starts a Node program that says `{"event":"listening","port":N}` by IPC or on stdout, and resolves then. It lives in a
 * process group of its own, so that Ctrl-C reaches the supervisor alone, and knows by its IPC channel when that dies.
 */
export async function startNodeService({
  name,
  args,
  cwd,
  env,
  graceMs,
  noise,
  release,
}: NodeServiceOptions): Promise<NodeService> {
  const child = spawn(process.execPath, [...args, ...(release ? [HELD] : [])], {
    cwd,
    env: env as NodeJS.ProcessEnv,
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  try {
    const added = await release;
    if (added && child.connected) child.send({ env: added });
  } catch (error) {
    child.kill('SIGKILL');
    throw error;
  }
  const port = await Promise.race([listeningPort(child, noise), exited.then(() => null)]);
  if (port === null) throw new PlainError(`The ${name} did not start; what it said is above.`);
  return { port, pid: child.pid as number, exited, stop: () => stop(child, exited, graceMs) };
}

function listeningPort(child: ChildProcess, noise: RegExp | undefined): Promise<number> {
  return new Promise((resolve) => {
    child.on('message', (message) => {
      const port = readPort(message);
      if (port !== null) resolve(port);
    });
    if (!child.stdout) return;
    createInterface({ input: child.stdout }).on('line', (line) => {
      const port = line.includes('"listening"') ? readPort(parse(line)) : null;
      if (port !== null) resolve(port);
      else if (!noise?.test(line)) process.stdout.write(`${line}\n`);
    });
  });
}

function readPort(message: unknown): number | null {
  const { event, port } = (message ?? {}) as { event?: unknown; port?: unknown };
  return event === 'listening' && typeof port === 'number' ? port : null;
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    // A line for people.
    return null;
  }
}

async function stop(child: ChildProcess, exited: Promise<void>, graceMs: number): Promise<void> {
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null;
  if (hasEnded()) return;
  child.kill('SIGTERM');
  if (!(await waitUntil(hasEnded, { timeoutMs: graceMs }))) child.kill('SIGKILL');
  await exited;
}
