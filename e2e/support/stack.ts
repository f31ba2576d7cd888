import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';

/** A running Sluice with database, bucket and data folder of its own. */
export type Stack = {
  url: string;
  setupCode: string | null;
  dir: string;
  /** Of the launcher, whose children all else is. */
  pid: number;
  output: () => string;
  stop: () => Promise<void>;
};

type Options = {
  env?: Record<string, string>;
  args?: string[];
  dir?: string;
  keepData?: boolean;
  /** What is started where, when it is not this checkout by its own launcher. */
  program?: { cwd: string; command: string[] };
};

/** Two free ports in a row: the app's and the bucket's. */
async function freePortPair(): Promise<number> {
  for (;;) {
    const port = await listenOnce(0);
    try {
      await listenOnce(port + 1);
      return port;
    } catch {
      // The neighbour is taken; another pair will do.
    }
  }
}

function listenOnce(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const { port: found } = server.address() as net.AddressInfo;
      server.close(() => resolve(found));
    });
  });
}

/** Starts Sluice as a person does, waits for its closing block and reads address and set-up code from it. */
export async function startStack({
  env = {},
  args = [],
  dir: given,
  keepData = false,
  program = { cwd: process.cwd(), command: ['scripts/start.mjs'] },
}: Options = {}): Promise<Stack> {
  const parent = process.env.SLUICE_TEST_DIR ?? os.tmpdir();
  mkdirSync(parent, { recursive: true });
  const dir = given ?? mkdtempSync(path.join(parent, 'sluice-e2e-'));
  const port = await freePortPair();
  const child = spawn(process.execPath, [...program.command, ...args], {
    cwd: program.cwd,
    env: {
      ...process.env,
      SLUICE_DIST_DIR: process.env.SLUICE_DIST_DIR ?? '.next-test',
      SLUICE_DATA_DIR: path.join(dir, 'data'),
      PORT: String(port),
      SLUICE_BUCKET_PORT: String(port + 1),
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const collect = (piece: Buffer) => {
    output += piece.toString();
  };
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  await ready(child, () => output);
  const url = /Sluice is ready at\s+(\S+)/.exec(output)?.[1];
  if (!url) throw new Error(`No address in the output:\n${output}`);
  const setupCode = /enter the code\s+(\S+)/.exec(output)?.[1] ?? null;
  const stop = async () => {
    await end(child);
    if (!keepData) rmSync(dir, { recursive: true, force: true });
  };
  return { url, setupCode, dir, pid: child.pid as number, output: () => output, stop };
}

function ready(child: ChildProcess, output: () => string): Promise<void> {
  return new Promise((resolve, reject) => {
    const check = () => output().includes('Press Ctrl-C to stop') && resolve();
    child.stdout?.on('data', check);
    child.once('exit', (code) => reject(new Error(`Sluice ended with ${code}:\n${output()}`)));
  });
}

function end(child: ChildProcess): Promise<void> {
  // One that a test killed has a signal and no code.
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill('SIGTERM');
  });
}
