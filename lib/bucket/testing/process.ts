import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Endpoint } from '../conformance/client';
import { compiledCli } from './compile';

const key = { accessKeyId: 'TESTKEY', secretAccessKey: 'test-secret' };
const keyArguments = ['--key', `${key.accessKeyId}:${key.secretAccessKey}`, '--min-free', '0.001'];

/** A bucket in a process of its own, so that it can be killed. */
export interface BucketProcess {
  endpoint: Endpoint;
  child: ChildProcess;
  /** Milliseconds from the start of the process until it listened. */
  startMs: number;
  /** What it wrote to stderr so far: its events. */
  stderr: () => string;
  /** Milliseconds it took to compare index and files at its start; 0 when it did not have to. */
  recoveredMs: () => number;
  /** SIGKILL, and waits until it is gone. */
  kill(): Promise<void>;
  /** SIGTERM; resolves with its exit code. */
  stop(): Promise<number | null>;
}

interface SpawnOptions {
  dataDir: string;
  args?: string[];
  /** Put before `node`: a program that sets the stage. */
  wrapper?: string[];
  ipc?: boolean;
}

/** Starts the CLI and waits for the line that says it listens. Rejects with its stderr when it ends before. */
export async function spawnBucket({
  dataDir,
  args = [],
  wrapper = [],
  ipc,
}: SpawnOptions): Promise<BucketProcess> {
  const node = [
    process.execPath,
    await compiledCli(),
    '--port',
    '0',
    '--data',
    dataDir,
    ...keyArguments,
    ...args,
  ];
  const startedMs = performance.now();
  const [command = '', ...rest] = [...wrapper, ...node];
  const child = spawn(command, rest, {
    stdio: ['ignore', 'pipe', 'pipe', ...(ipc ? ['ipc' as const] : [])],
  });
  let stderr = '';
  child.stderr?.on('data', (piece: Buffer) => {
    stderr += piece.toString();
  });
  const gone = once(child, 'exit') as Promise<[number | null]>;
  const url = await listeningUrl(child, () => stderr);
  return {
    endpoint: { url: new URL(url), region: 'us-east-1', ...key },
    child,
    startMs: performance.now() - startedMs,
    stderr: () => stderr,
    recoveredMs: () => Number(/"recovered","milliseconds":(\d+)/.exec(stderr)?.[1] ?? 0),
    async kill() {
      child.kill('SIGKILL');
      await gone;
    },
    async stop() {
      child.kill('SIGTERM');
      return (await gone)[0];
    },
  };
}

async function listeningUrl(child: ChildProcess, stderr: () => string): Promise<string> {
  if (!child.stdout) throw new Error('no stdout');
  const lines = createInterface({ input: child.stdout });
  for await (const line of lines) {
    const event = JSON.parse(line) as { event: string; url: string };
    if (event.event === 'listening') return event.url;
  }
  throw new Error(`the bucket did not start: ${stderr()}`);
}

/**
 * A folder for one test, removed when the task ends. In memory where there is such a file system: a killed process
 * leaves the same there as on a disk, and thousands of fsyncs of several tests at once do not wait for each other.
 */
export async function withFolder<T>(task: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'bucket-test-'));
  try {
    return await task(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** All files below a folder, as paths relative to it. */
export async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
}

/** Resident memory of a process in MiB: now and at its peak. */
export async function memoryOf(pid: number): Promise<{ nowMiB: number; peakMiB: number }> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  const kibibytes = (name: string) => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1] ?? 0);
  return { nowMiB: kibibytes('VmRSS') / 1024, peakMiB: kibibytes('VmHWM') / 1024 };
}
