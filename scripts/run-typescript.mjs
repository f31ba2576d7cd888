import { spawn } from 'node:child_process';

/** How every TypeScript program of ours starts. `react-server` is the condition under which `server-only` is empty. */
export const NODE_FLAGS = ['--conditions=react-server', '--import', 'tsx'];

/**
 * Runs script with tsx in place of this process: same terminal, same exit code. Ctrl-C reaches the child by the
 * terminal's process group, so only signals sent to this process alone are passed on.
 */
export function runTypeScript({ root, script, args = process.argv.slice(2) }) {
  const child = spawn(process.execPath, [...NODE_FLAGS, script, ...args], { cwd: root, stdio: 'inherit' });
  process.on('SIGINT', () => {});
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code) => {
    process.exitCode = code ?? 1;
  });
}
