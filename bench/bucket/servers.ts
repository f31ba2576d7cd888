import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export interface BenchServer {
  name: string;
  url: URL;
  /** Peak resident memory so far, MiB. */
  peakMiB(): Promise<number>;
  /** Processor time used so far, seconds. */
  cpuSeconds(): Promise<number>;
  stop(): Promise<void>;
}

/** Linux counts processor time in hundredths of a second whatever its kernel's own tick is. */
const ticksPerSecond = 100;

export const key = { accessKeyId: 'BENCH', secretAccessKey: 'bench-secret' };
const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The embedded bucket as `npm run bucket` starts it. */
export function startEmbedded(folder: string): Promise<BenchServer> {
  const keys = ['--key', `${key.accessKeyId}:${key.secretAccessKey}`];
  const data = ['--port', '0', '--data', join(folder, 'bucket')];
  return start('bucket', [here('../../lib/bucket/cli.ts'), ...data, ...keys]);
}

/** The bare server beside it; `flags` are its own. */
export function startBare(name: string, folder: string, flags: string[]): Promise<BenchServer> {
  return start(name, [here('./bare-server.ts'), join(folder, name.replaceAll(' ', '-')), ...flags]);
}

async function start(name: string, args: string[]): Promise<BenchServer> {
  const child: ChildProcess = spawn(
    process.execPath,
    ['--max-semi-space-size=1', '--import', 'tsx', ...args],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  if (!child.stdout) throw new Error('no stdout');
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  const { url } = JSON.parse(line) as { url: string };
  return {
    name,
    url: new URL(url),
    async peakMiB() {
      const status = await readFile(`/proc/${child.pid}/status`, 'utf8');
      return Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024;
    },
    async cpuSeconds() {
      const stat = await readFile(`/proc/${child.pid}/stat`, 'utf8');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
    },
    async stop() {
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
}
