import { type ChildProcess, spawn } from 'node:child_process';

export type ScriptRun = { child: ChildProcess; exited: Promise<number | null>; output: () => string };

/** Runs a script as its npm command does, with this test's environment and more. */
export function runScript(
  name: 'admin' | 'backup' | 'restore' | 'move-bucket',
  args: string[],
  env: Record<string, string>,
): ScriptRun {
  const command = ['--conditions=react-server', '--import', 'tsx', `scripts/${name}/main.ts`, ...args];
  const child = spawn(process.execPath, command, { env: { ...process.env, ...env } });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (piece: Buffer) => {
      output += piece.toString();
    });
  const exited = new Promise<number | null>((resolve) => child.once('close', (code) => resolve(code)));
  return { child, exited, output: () => output };
}
