import { paths, type RouteName } from '@/lib/contracts/paths';
import { splitPath } from '@/lib/contracts/routes';
import { hostileRequests } from './support/hostile';
import { anonymous, appUrl, createPerson, expect, test } from './support/people';

/** 10,000 requests in `npm run test:long`; a tenth of them here. */
const requestCount = Number(process.env.SLUICE_HOSTILE_REQUESTS ?? 1000);
const atOnce = 8;

test('no hostile request gets a 5xx or a stack trace out of any route', async () => {
  test.setTimeout(600_000);
  const { api } = await createPerson();
  const nobody = await anonymous();
  const targets = (Object.keys(paths) as RouteName[])
    .map((name) => splitPath(name))
    .filter(({ path }) => path !== '/api/me' && path !== '/api/health');
  const authPaths = [
    'csrf',
    'session',
    'providers',
    'signin/credentials',
    'callback/credentials',
    'signout',
    'callback/nothing',
    'error',
    '%00',
  ];
  targets.push(
    ...authPaths.flatMap((path) => ['GET', 'POST'].map((method) => ({ method, path: `/api/auth/${path}` }))),
  );
  const next = hostileRequests(targets);
  const seen: Record<number, number> = {};
  const bad: string[] = [];
  const lane = async (index: number) => {
    for (let sent = index; sent < requestCount; sent += atOnce) {
      const { method, path, options } = next(sent);
      const caller = sent % 5 === 0 ? nobody : api;
      const answer = await caller.fetch(path, {
        method,
        ...options,
        maxRedirects: 0,
        failOnStatusCode: false,
      });
      const status = answer.status();
      seen[status] = (seen[status] ?? 0) + 1;
      const body = await answer.text();
      if (status >= 500 || /\bat \S+ \(|node_modules|PrismaClient|\.ts:\d+/.test(body))
        bad.push(`${status} ${method} ${path} ${body.slice(0, 200)}`);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, (_lane, index) => lane(index)));
  console.log(`${requestCount} hostile requests to ${new URL(appUrl()).pathname}: ${JSON.stringify(seen)}`);
  expect(bad).toEqual([]);
  expect((await nobody.get('/api/health')).status()).toBe(200);
});
