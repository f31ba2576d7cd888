import { spawn } from 'node:child_process';
import { isAlive, sendSignal, waitUntil } from '@/scripts/services/processes';

const running = new Set<number>();

/** Ends the programs that run now, with everything they started. */
export function endAll(): void {
  for (const pid of running) sendSignal(-pid, 'SIGTERM');
}

type Options = {
  env?: Record<string, string> | undefined;
  /** Shows what the program said at its end, in one piece: for one that runs beside others. */
  isBuffered?: boolean | undefined;
};

/** Runs command in a process group of its own and resolves with its exit code once nothing of that group is left. */
export async function run(
  command: string,
  args: string[],
  { env = {}, isBuffered = false }: Options = {},
): Promise<number> {
  const output = isBuffered ? 'pipe' : 'inherit';
  const child = spawn(command, args, {
    stdio: ['ignore', output, output],
    detached: true,
    env: { ...process.env, ...env },
  });
  const said: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (piece: Buffer) => {
      said.push(piece);
    });
  // After 'exit' there may be more to read: a failure must not lose its last lines.
  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const { pid } = child;
  if (pid) running.add(pid);
  const code = await new Promise<number>((resolve) => {
    child.once('exit', (exitCode) => resolve(exitCode ?? 1));
    child.once('error', (error) => {
      console.error(`${command} could not be started: ${error.message}`);
      resolve(1);
    });
  });
  if (pid) {
    await endGroup(pid);
    await closed;
    running.delete(pid);
  }
  process.stdout.write(Buffer.concat(said));
  return code;
}

async function endGroup(pid: number): Promise<void> {
  if (await waitUntil(() => !isAlive(-pid), { timeoutMs: 5_000 })) return;
  sendSignal(-pid, 'SIGKILL');
}
