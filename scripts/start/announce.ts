import path from 'node:path';
import type { Plan } from './plan';

/** The closing block of a start: where to go, how to get in the first time, where the data lives. */
export function announcement({
  plan,
  setupCode,
  seconds,
}: {
  plan: Plan;
  setupCode: string | null;
  seconds: number;
}): string {
  const home = path.relative(process.cwd(), plan.dataDir);
  const data = home && !home.startsWith('..') ? home : plan.dataDir;
  const lines = [
    `Sluice is ready at  ${plan.url}   (${seconds.toFixed(1)} s)`,
    '',
    ...(setupCode
      ? [
          `First sign-in:      open ${plan.url}/setup`,
          `                    and enter the code  ${setupCode}`,
          '',
        ]
      : []),
    ...dataLines(plan, data),
    ...(plan.lanAddress ? ['Everybody in your local network can open this address.'] : []),
    ...plan.warnings.map((warning) => `Note: ${warning}`),
    'Press Ctrl-C to stop.',
  ];
  const rule = '─'.repeat(Math.max(...lines.map((line) => line.length)));
  return ['', rule, ...lines, rule].join('\n');
}

function dataLines(plan: Plan, data: string): string[] {
  const own = [plan.hasOwnDatabase ? 'database' : null, plan.bucket ? 'files' : null].filter(Boolean);
  if (own.length === 0) return ['Data:               your own database and bucket'];
  return [
    `Data:               ${own.join(' and ')} in ${data} — back this folder up, and keep it from git clean`,
  ];
}
