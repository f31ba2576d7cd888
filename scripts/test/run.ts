import { spawn } from 'node:child_process';
import { isAlive, sendSignal, waitUntil } from '@/scripts/services/processes';

let current: number | undefined;

/** Ends the program that runs now, with everything it started. */
export function endCurrent(): void {
  if (current) sendSignal(-current, 'SIGTERM');
}

/** Runs command in a process group of its own and resolves with its exit code once nothing of that group is left. */
export async function run(
  command: string,
  args: string[],
  { env = {} }: { env?: Record<string, string> } = {},
): Promise<number> {
  const child = spawn(command, args, {
    stdio: ['ignore', 'inherit', 'inherit'],
    detached: true,
    env: { ...process.env, ...env },
  });
  const { pid } = child;
  current = pid;
  const code = await new Promise<number>((resolve) => {
    child.once('exit', (exitCode) => resolve(exitCode ?? 1));
    child.once('error', (error) => {
      console.error(`${command} could not be started: ${error.message}`);
      resolve(1);
    });
  });
  current = undefined;
  if (pid) await endGroup(pid);
  return code;
}

async function endGroup(pid: number): Promise<void> {
  if (await waitUntil(() => !isAlive(-pid), { timeoutMs: 5_000 })) return;
  sendSignal(-pid, 'SIGKILL');
}
