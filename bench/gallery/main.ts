import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { Bars } from './bars';
import { measureFirstLoad } from './first-load';
import { measureList } from './list';
import { measureScroll } from './scroll';
import { measureSecondVisit } from './second-visit';
import { measureThumbnails } from './thumbnails';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    /** Files of the large gallery whose first pages are asked for. */
    files: { type: 'string', default: '1000000' },
    /** Files of the long gallery that is scrolled through. */
    items: { type: 'string', default: '100000' },
    /** As what it is scrolled through: grid, list or both. */
    layouts: { type: 'string', default: 'grid,list' },
    /** Rounds of first loads. */
    rounds: { type: 'string', default: '9' },
    /** Pictures that the worker draws in a round. */
    pictures: { type: 'string', default: '40' },
  },
});

const parts: Record<string, (bars: Bars) => Promise<void>> = {
  list: (bars) => measureList(bars, { files: Number(values.files), rounds: 200 }),
  scroll: (bars) => measureScroll(bars, { items: Number(values.items), layouts: values.layouts.split(',') }),
  'first-load': (bars) => measureFirstLoad(bars, { rounds: Number(values.rounds) }),
  'second-visit': measureSecondVisit,
  thumbnails: (bars) => measureThumbnails(bars, { pictures: Number(values.pictures) }),
};

const asked = positionals.length > 0 ? positionals : Object.keys(parts);
if (asked.length === 1) await measure(asked[0] ?? '');
else for (const name of asked) measureApart(name);

async function measure(name: string): Promise<void> {
  const part = parts[name];
  if (!part) throw new Error(`npm run bench:gallery -- ${Object.keys(parts).join('|')}`);
  console.log(`\n${name}`);
  const bars = new Bars();
  await part(bars);
  if (bars.missed.length === 0) return;
  console.log(`Missed: ${bars.missed.join('; ')}`);
  process.exitCode = 1;
}

/** Each part has a process of its own: the domain's modules take the environment of the first that starts. */
function measureApart(name: string): void {
  const options = process.argv.slice(2).filter((argument) => !positionals.includes(argument));
  const command = [...process.execArgv, import.meta.filename, name, ...options];
  const { status } = spawnSync(process.execPath, command, { stdio: 'inherit' });
  if (status !== 0) process.exitCode = 1;
}
