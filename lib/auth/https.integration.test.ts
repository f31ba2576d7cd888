import { beforeAll, expect, it, vi } from 'vitest';
import { migrateRateLimits } from '@/lib/platform/rate-limit';
import { TestBrowser } from '@/scripts/testing/browser';
import { createPerson, testOrigin, testPassword } from '@/scripts/testing/people';
import { authenticate } from './authenticate';
import { handleAuth } from './handle-auth';

vi.hoisted(() => {
  process.env.SLUICE_URL = 'https://files.example.com';
});

beforeAll(migrateRateLimits);

it('behind TLS every cookie is Secure, HttpOnly and Lax, and named so that plain http cannot set it', async () => {
  const person = await createPerson();
  // The front speaks http to the app: only SLUICE_URL says that people speak https.
  const lines: string[] = [];
  const visitor = new TestBrowser(async (request) => {
    const response = await handleAuth(request);
    lines.push(...response.headers.getSetCookie());
    return response;
  });
  const answer = await visitor.signIn(person.email, testPassword, { callbackUrl: '/shares' });
  expect(await answer.json()).toEqual({ url: 'https://files.example.com/shares' });
  expect(await authenticate(visitor.headers(), testOrigin())).toMatchObject({ userId: person.id });
  expect(lines.length).toBeGreaterThan(1);
  for (const line of lines) {
    expect(line).toMatch(/^__(Secure|Host)-next-auth\./);
    for (const attribute of ['HttpOnly', 'Secure', 'SameSite=Lax', 'Path=/'])
      expect(line).toContain(attribute);
  }
});
