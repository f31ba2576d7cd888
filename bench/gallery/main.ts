import pg from 'pg';
import type { UserActor } from '@/lib/access/actor';
import { ListFilesQuery } from '@/lib/contracts/files';
import { listFiles } from '@/lib/files/list-files';
import { disconnect } from '@/lib/platform/db';
import { seedManyFiles } from '@/scripts/testing/many-files';
import { actorOf, createPerson } from '@/scripts/testing/people';
import { startTestServices, TEMPLATE } from '@/scripts/testing/services';

/** Rounds are interleaved, so that a busy moment of the machine falls on both galleries alike. */
const ROUNDS = 200;
const GOALS = { p50: 1.5, p95: 2 };
const sizes = { small: 1_000, large: Number(process.argv[2] ?? 1_000_000) };

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

async function main(): Promise<boolean> {
  const { services, stop } = await startTestServices();
  try {
    const url = new URL(services.databaseUrl);
    url.pathname = `/${TEMPLATE}`;
    Object.assign(process.env, {
      DATABASE_URL: url.href,
      SLUICE_SECRET: 'a secret for this measurement only, 32 characters',
      SLUICE_LOG_LEVEL: 'silent',
      S3_ENDPOINT: services.storage.endpoint,
      S3_BUCKET: 'sluice',
      AWS_ACCESS_KEY_ID: services.storage.accessKeyId,
      AWS_SECRET_ACCESS_KEY: services.storage.secretAccessKey,
    });
    const [small, large] = [await seeded(url.href, sizes.small), await seeded(url.href, sizes.large)];
    return await compare(small, large);
  } finally {
    await disconnect();
    await stop();
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
  console.log(
    `${files.toLocaleString('en')} files seeded in ${Math.round((performance.now() - started) / 1000)} s`,
  );
  return person;
}

async function compare(small: UserActor, large: UserActor): Promise<boolean> {
  console.log(`listFiles, 60 a page, ms: p50 and p95 of ${ROUNDS} interleaved rounds`);
  let met = true;
  for (const [name, question] of Object.entries(questions)) {
    const query = ListFilesQuery.parse({ limit: '60', ...question });
    const times: [number[], number[]] = [[], []];
    for (let round = -10; round < ROUNDS; round += 1) {
      for (const [index, actor] of [small, large].entries()) {
        const started = performance.now();
        await listFiles(actor, query);
        if (round >= 0) times[index]?.push(performance.now() - started);
      }
    }
    const [[a50, a95], [b50, b95]] = times.map((each) => [at(each, 0.5), at(each, 0.95)]) as [Pair, Pair];
    met &&= b50 / a50 <= GOALS.p50 && b95 / a95 <= GOALS.p95;
    const columns = [a50, b50, b50 / a50, a95, b95, b95 / a95].map((value) => value.toFixed(2).padStart(7));
    console.log(`  ${name.padEnd(33)} ${columns.slice(0, 3).join(' ')}x ${columns.slice(3).join(' ')}x`);
  }
  return met;
}

type Pair = [number, number];
const at = (values: number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length * share)] ?? Number.NaN;

process.exitCode = (await main()) ? 0 : 1;
