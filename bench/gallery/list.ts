import pg from 'pg';
import type { UserActor } from '@/lib/access/actor';
import { ListFilesQuery } from '@/lib/contracts/files';
import { listFiles } from '@/lib/files/list-files';
import { seedManyFiles } from '@/scripts/testing/many-files';
import { actorOf, createPerson } from '@/scripts/testing/people';
import { type Bars, quantile } from './bars';
import { startServices } from './services';

const goals = { p50: 1.5, p95: 2 };
const smallFiles = 1_000;

const questions: Record<string, Record<string, string>> = {
  'first page, newest first': { folderId: 'root' },
  'first page by name': { folderId: 'root', sort: 'name' },
  'all pictures': { kind: 'image' },
  favourites: { favourite: 'true' },
  'search, ten hits': { q: 'zanzibar' },
  'search, most files': { q: 'img' },
  'search, two Japanese letters': { q: '写真' },
  'search, two letters, most files': { q: 'im' },
  'search, no hit': { q: 'no such words' },
};

/** First pages and searches of somebody with so many files, beside somebody with a thousand. */
export async function measureList(bars: Bars, options: { files: number; rounds: number }): Promise<void> {
  const services = await startServices();
  try {
    const small = await seeded(services.databaseUrl, smallFiles);
    const large = await seeded(services.databaseUrl, options.files);
    await compare({ bars, small, large, rounds: options.rounds });
  } finally {
    await services.stop();
  }
}

async function seeded(connectionString: string, files: number): Promise<UserActor> {
  const person = actorOf(await createPerson());
  const client = new pg.Client({ connectionString });
  await client.connect();
  const started = performance.now();
  await seedManyFiles(client, person.userId, files);
  await client.query('VACUUM');
  await client.end();
  const seconds = Math.round((performance.now() - started) / 1000);
  console.log(`${files.toLocaleString('en')} files seeded in ${seconds} s`);
  return person;
}

type Contest = { bars: Bars; small: UserActor; large: UserActor; rounds: number };

/** Rounds are interleaved, so that a busy moment of the machine falls on both galleries alike. */
async function compare({ bars, small, large, rounds }: Contest): Promise<void> {
  console.log(`listFiles, 60 a page, ${rounds} interleaved rounds`);
  for (const [name, question] of Object.entries(questions)) {
    const query = ListFilesQuery.parse({ limit: '60', ...question });
    const times: [number[], number[]] = [[], []];
    for (let round = -10; round < rounds; round += 1) {
      for (const [index, actor] of [small, large].entries()) {
        const started = performance.now();
        await listFiles(actor, query);
        if (round >= 0) times[index]?.push(performance.now() - started);
      }
    }
    const at = (share: number) => times.map((each) => quantile(each, share)) as [number, number];
    for (const [label, share] of [['p50', 0.5] as const, ['p95', 0.95] as const]) {
      const [a, b] = at(share);
      bars.check(`${name}, ${label} ${a.toFixed(1)} and ${b.toFixed(1)} ms`, b / a, { atMost: goals[label] });
    }
  }
}
