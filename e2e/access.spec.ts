import { paths, type RouteName } from '@/lib/contracts/paths';
import { routes, splitPath } from '@/lib/contracts/routes';
import type { RouteDefinition } from '@/lib/contracts/routes/definition';
import { anonymous, createPerson, expect, test } from './support/people';

const names = Object.keys(paths) as RouteName[];
const someId = '0190a5b4-7c3e-7d52-9d0e-2f1c5b7a9e10';
const pathOf = (name: RouteName) =>
  splitPath(name)
    .path.replace('{id}', someId)
    .replace('{token}', 'a'.repeat(43))
    .replace(/\{\w+\}/g, 'x');
const isOpen = (name: RouteName) => (routes[name] as RouteDefinition).access === 'anyone';

test('no route that needs somebody answers anybody without a session', async () => {
  const api = await anonymous();
  for (const name of names.filter((each) => !isOpen(each))) {
    const answer = await api.fetch(pathOf(name), {
      method: splitPath(name).method,
      data: {},
      maxRedirects: 0,
    });
    expect(answer.status(), name).toBe(401);
    expect((await answer.json()).code, name).toBe('unauthenticated');
  }
  expect((await api.get('/api/no-such-call')).status()).toBe(401);
});

test('no admin route answers an ordinary person', async () => {
  const { api } = await createPerson();
  for (const name of names.filter((each) => (routes[each] as RouteDefinition).access === 'admin')) {
    const definition: RouteDefinition = routes[name];
    const answer = await api.fetch(pathOf(name), {
      method: splitPath(name).method,
      data: {},
      maxRedirects: 0,
    });
    // A body or path that does not fit is refused before access is looked at (RULES 15); neither does anything.
    const refusals = definition.body || definition.params ? [400, 403] : [403];
    expect(refusals, `${name}: ${answer.status()}`).toContain(answer.status());
  }
  expect((await api.get('/api/no-such-call')).status()).toBe(404);
});

test('a forged token is nobody, whatever cookie comes with it', async () => {
  const { api } = await createPerson();
  const answer = await api.get('/api/me', { headers: { authorization: `Bearer ${'x'.repeat(43)}` } });
  expect(answer.status()).toBe(401);
});

test('a page of another site cannot write with the session of a visitor', async () => {
  const { api } = await createPerson();
  const foreign: Record<string, string>[] = [
    { origin: 'https://evil.example' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { origin: 'null' },
  ];
  for (const headers of foreign) {
    const answer = await api.post('/api/folders', { data: { name: 'planted' }, headers });
    expect(answer.status(), JSON.stringify(headers)).toBe(403);
    expect((await answer.json()).code).toBe('cross_origin');
  }
});

test('a foreign Host is told the right address and reaches nothing', async () => {
  const api = await anonymous();
  const answer = await api.get('/api/health', { headers: { host: 'evil.example' } });
  expect(answer.status()).toBe(421);
});
