import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { startBench } from './browser';
import { measureFaults } from './faults';
import { measureLarge, measureSmall } from './measures';
import { measureMemory } from './memory';
import { measurePresign } from './presign';
import { startSite } from './site';

const usage = `npm run bench:upload -- small|large|memory|presign|faults [--rounds N] [--size MEBIBYTES] [--files N]
Across an emulated link (root): tools/slow-link.sh 25 200 0 npm run bench:upload -- small`;

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      rounds: { type: 'string', default: '3' },
      size: { type: 'string', default: '2048' },
      files: { type: 'string', default: '1000' },
    },
  });
  const [what = ''] = positionals;
  if (!['small', 'large', 'memory', 'presign', 'faults'].includes(what)) throw new Error(usage);
  const { CLIENT_NS: client, SERVER_NS: server, BENCH_INSIDE: inside } = process.env;
  // Everything but the browser and curl belongs to the link's far end: start again there.
  if (server && !inside) {
    const command = [process.execPath, ...process.execArgv, ...process.argv.slice(1)];
    const { status } = spawnSync('ip', ['netns', 'exec', server, ...command], {
      stdio: 'inherit',
      env: { ...process.env, BENCH_INSIDE: 'true' },
    });
    process.exitCode = status ?? 1;
    return;
  }
  const roundCount = Number(values.rounds);
  if (what === 'faults') return measureFaults(Number(values.size));
  const site = await startSite({ onLink: server !== undefined });
  try {
    if (what === 'presign') return await measurePresign(site, roundCount);
    const bench = await startBench(site, client);
    const sizes = { sizeMebibytes: Number(values.size), fileCount: Number(values.files) };
    const setting = { site, bench, client, roundCount, ...sizes };
    try {
      if (what === 'small') await measureSmall(setting);
      else if (what === 'large') await measureLarge(setting);
      else await measureMemory(setting);
    } finally {
      await bench.stop();
    }
  } finally {
    await site.stop();
  }
}

await main();
