import { type ChildProcess, spawn } from 'node:child_process';

/** `npm run worker` with env, of this checkout or another; resolves once it says that it is ready. */
export function startWorkerProcess(
  env: Record<string, string>,
  cwd = process.cwd(),
): Promise<{ stop: () => Promise<void> }> {
  const args = ['--conditions=react-server', '--import', 'tsx', 'scripts/worker.ts'];
  const child = spawn(process.execPath, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return new Promise((resolve, reject) => {
    let output = '';
    const collect = (piece: Buffer) => {
      output += piece.toString();
      if (output.includes('The worker is ready.')) resolve({ stop: () => end(child) });
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.once('exit', (code) => reject(new Error(`The worker ended with ${code}:\n${output}`)));
  });
}

function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill('SIGTERM');
  });
}
