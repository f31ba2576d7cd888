import { execFileSync } from 'node:child_process';
import { freePort } from '@/scripts/services/ports';
import { isAlive, waitUntil } from '@/scripts/services/processes';
import { type Stack, startStack } from './stack';

/** One of several Sluices over the same database and bucket. */
export type Instance = {
  /** Its own address; null while it is down. People come by the cluster's address. */
  address: () => string | null;
  /** What it printed since it was started last. */
  output: () => string;
  /** Starts it again after `stop` or `kill`, on the same port. */
  start: () => Promise<void>;
  /** Asks it to end, as a deployment does: answers under way are finished. */
  stop: () => Promise<void>;
  /** Ends it without warning (SIGKILL), with all its processes. */
  kill: () => Promise<void>;
  /** Ends only its app process without warning; its launcher starts another within seconds. */
  crash: () => void;
};

/** Starts an instance by scripts/start.mjs; `env` says where database and bucket are and what address people use. */
export async function startInstance({
  dir,
  env,
}: {
  dir: string;
  env: Record<string, string>;
}): Promise<Instance> {
  const port = await freePort();
  let stack: Stack | null = null;
  const start = async () => {
    stack = await startStack({ dir, keepData: true, env: { ...env, PORT: String(port) } });
  };
  const running = (): Stack => {
    if (!stack) throw new Error('This instance is down.');
    return stack;
  };
  await start();
  return {
    address: () => (stack ? `http://127.0.0.1:${port}` : null),
    output: () => running().output(),
    start,
    stop: async () => {
      const { stop } = running();
      stack = null;
      await stop();
    },
    kill: async () => {
      const { pid } = running();
      stack = null;
      const all = [pid, ...childrenOf(pid).map((child) => child.pid)];
      for (const one of all) process.kill(one, 'SIGKILL');
      await waitUntil(() => !all.some(isAlive), { timeoutMs: 20_000 });
    },
    crash: () => {
      const app = childrenOf(running().pid).find(({ command }) => command.includes('scripts/start/app.mjs'));
      if (!app) throw new Error('The app process is not running.');
      process.kill(app.pid, 'SIGKILL');
    },
  };
}

function childrenOf(parent: number): { pid: number; command: string }[] {
  const table = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' });
  return table.split('\n').flatMap((line) => {
    const [, pid, ppid, command = ''] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    return Number(ppid) === parent ? [{ pid: Number(pid), command }] : [];
  });
}
