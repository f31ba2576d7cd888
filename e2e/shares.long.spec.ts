import { randomBytes } from 'node:crypto';
import { text } from './support/files';
import { anonymous, asAdmin, expect, test } from './support/people';
import { share, shareNow, store } from './support/shares';

test.setTimeout(600_000);

/** All these visitors come from one address: its limits must not be what is measured. */
test.beforeAll(async () => {
  const api = await asAdmin();
  const { policy } = await (await api.get('/api/admin/policy')).json();
  const generous = {
    ...policy,
    requestsPerMinute: 1_000_000,
    urlsPerMinute: 1_000_000,
    authTriesPerMinute: 1_000_000,
  };
  const changed = await api.put('/api/admin/policy', { data: generous });
  expect(changed.status(), await changed.text()).toBe(200);
});

const median = (values: number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

test('unknown, expired and revoked links take the same time, within a tenth', async ({ person }) => {
  const stored = await store(person.api, text('gone.txt', 'gone'));
  const revoked = await share(person.api, { fileIds: [stored.id] });
  await person.api.delete(`/api/shares/${revoked.id}`);
  const expired = await share(person.api, { fileIds: [stored.id] });
  const soon = new Date(Date.now() + 1_500).toISOString();
  await person.api.patch(`/api/shares/${expired.id}`, { data: { expiresAt: soon } });
  await expect.poll(async () => (await shareNow(person.api, expired.id)).state).toBe('expired');

  const api = await anonymous();
  const slugs = {
    unknown: () => randomBytes(16).toString('base64url'),
    expired: () => expired.slug,
    revoked: () => revoked.slug,
  };
  const times: Record<keyof typeof slugs, number[]> = { unknown: [], expired: [], revoked: [] };
  const names = Object.keys(slugs) as (keyof typeof slugs)[];
  for (let round = 0; round < 400; round += 1) {
    // Each round in another order: whoever comes first after a pause would always be slower.
    for (let place = 0; place < names.length; place += 1) {
      const name = names[(round + place) % names.length] ?? 'unknown';
      const startedAt = performance.now();
      const answer = await api.get(`/api/s/${slugs[name]()}`);
      times[name].push(performance.now() - startedAt);
      expect(answer.status()).toBe(404);
    }
  }
  const medians = names.map((name) => median(times[name].slice(20)));
  expect(Math.max(...medians) / Math.min(...medians), medians.join(' / ')).toBeLessThan(1.1);
  await api.dispose();
});

test('10,000 guesses at a password are answered with 429 and Retry-After, and the right one waits too', async ({
  person,
}) => {
  const secret = 'tell it by telephone';
  const stored = await store(person.api, text('safe.txt', 'safe'));
  const made = await share(person.api, { fileIds: [stored.id], password: secret });
  const api = await anonymous();
  const guess = (password: string) => api.post(`/api/s/${made.slug}/unlock`, { data: { password } });
  const statuses = new Map<number, number>();
  for (let hundred = 0; hundred < 100; hundred += 1) {
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, index) => guess(`guess ${hundred} ${index}`)),
    );
    for (const answer of answers) {
      statuses.set(answer.status(), (statuses.get(answer.status()) ?? 0) + 1);
      if (answer.status() === 429) expect(Number(answer.headers()['retry-after'])).toBeGreaterThan(0);
    }
  }
  // Ten wrong passwords a quarter of an hour; a long run may see a second quarter begin.
  expect(statuses.get(401) ?? 0).toBeLessThanOrEqual(20);
  expect([...statuses.keys()].sort()).toEqual([401, 429]);
  expect((await guess(secret)).status()).toBe(429);
  await api.dispose();
});
