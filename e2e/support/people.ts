import {
  type APIRequestContext,
  type BrowserContext,
  test as base,
  expect,
  type Page,
  request,
} from '@playwright/test';

/** Address and secrets that the global set-up left for the workers. */
export const appUrl = (): string => process.env.SLUICE_E2E_URL ?? '';
export const admin = { email: 'admin@example.com', name: 'Grace Hopper' };
export const password = (): string => process.env.SLUICE_E2E_PASSWORD ?? '';

export type Person = { email: string; name: string; api: APIRequestContext };

/** An API context of somebody without a session; Origin as a browser on our own page would send it. */
export function anonymous(): Promise<APIRequestContext> {
  return request.newContext({ baseURL: appUrl(), extraHTTPHeaders: { origin: new URL(appUrl()).origin } });
}

/** Signs in by next-auth's own calls and returns the context with the session cookie. */
export async function signIn(email: string, secret = password()): Promise<APIRequestContext> {
  const api = await anonymous();
  const { csrfToken } = await (await api.get('/api/auth/csrf')).json();
  const answer = await api.post('/api/auth/callback/credentials', {
    form: { email, password: secret, csrfToken, json: 'true', callbackUrl: appUrl() },
    maxRedirects: 0,
  });
  expect(answer.ok(), `sign-in of ${email}: ${answer.status()}`).toBe(true);
  return api;
}

let adminApi: Promise<APIRequestContext> | undefined;
export function asAdmin(): Promise<APIRequestContext> {
  adminApi ??= signIn(admin.email);
  return adminApi;
}

let people = 0;

/** A new person, invited by the admin and signed in. */
export async function createPerson(quotaBytes?: number): Promise<Person> {
  people += 1;
  const name = `Ada Lovelace ${people}`;
  const email = `ada-${process.pid}-${people}-${Date.now()}@example.com`;
  const invited = await (await asAdmin()).post('/api/admin/invites', {
    data: { email, ...(quotaBytes === undefined ? {} : { quotaBytes }) },
  });
  expect(invited.status(), await invited.text()).toBe(201);
  const { url } = await invited.json();
  const token = new URL(url).pathname.split('/').at(-1);
  const newcomer = await anonymous();
  const accepted = await newcomer.post(`/api/invites/${token}/accept`, {
    data: { name, email, password: password() },
  });
  expect(accepted.status(), await accepted.text()).toBe(201);
  await newcomer.dispose();
  return { email, name, api: await signIn(email) };
}

/** Puts the session of person into a browser context. */
export async function enter(context: BrowserContext, person: Person): Promise<void> {
  const { cookies } = await person.api.storageState();
  await context.addCookies(cookies);
}

/** test with `person`, somebody new whose session the page has, and baseURL set. */
export const test = base.extend<{ person: Person; signedIn: Page }>({
  baseURL: async ({ browserName: _unused }, use) => use(appUrl()),
  person: async ({ context }, use) => {
    const person = await createPerson();
    await enter(context, person);
    await use(person);
    await person.api.dispose();
  },
  signedIn: async ({ page, person }, use) => {
    expect(person.email).toBeTruthy();
    await page.goto('/');
    await use(page);
  },
});
export { expect };
