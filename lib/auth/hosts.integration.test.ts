import { beforeAll, expect, it, vi } from 'vitest';
import { migrateRateLimits } from '@/lib/platform/rate-limit';
import { TestBrowser } from '@/scripts/testing/browser';
import { createPerson, testOrigin, testPassword } from '@/scripts/testing/people';
import { authenticate } from './authenticate';
import { handleAuth } from './handle-auth';

// Without SLUICE_URL people come by whatever address leads here: this machine's name, its address in the local network.
vi.hoisted(() => {
  delete process.env.SLUICE_URL;
  process.env.NEXTAUTH_URL = 'http://elsewhere.example';
});

beforeAll(migrateRateLimits);

it.each(['http://localhost:4000', 'http://192.168.7.7:3000', 'http://[::1]:3000'])(
  'signing in at %s stays there',
  async (address) => {
    const person = await createPerson();
    const visitor = new TestBrowser(handleAuth, address);
    const host = { host: new URL(address).host };
    const csrf = await (await visitor.get('/api/auth/csrf', host)).json();
    const answer = await visitor.post(
      '/api/auth/callback/credentials',
      {
        email: person.email,
        password: testPassword,
        csrfToken: csrf.csrfToken,
        callbackUrl: '/trash',
        json: true,
      },
      host,
    );
    expect(await answer.json()).toEqual({ url: `${address}/trash` });
    expect(await authenticate(visitor.headers(), testOrigin())).toMatchObject({ userId: person.id });
  },
);

it.each(['', 'a b', '%00', 'x:99999'])('a Host header of %j is refused', async (host) => {
  const answer = await handleAuth(new Request('http://localhost:4000/api/auth/csrf', { headers: { host } }));
  expect(answer.status).toBe(400);
});
