import {
  type APIRequestContext,
  type BrowserContext,
  test as base,
  expect,
  type Page,
  request,
} from '@playwright/test';
import type { Policy } from '@/lib/contracts/policy';

/** Address and secrets that the global set-up left for the workers. */
export const appUrl = (): string => process.env.SLUICE_E2E_URL ?? '';
export const admin = { email: 'admin@example.com', name: 'Grace Hopper' };
export const password = (): string => process.env.SLUICE_E2E_PASSWORD ?? '';

/** A Sluice that is up, and the password that everybody in its tests has. */
export type Site = { url: string; password: string };

/** The one that all tests share; those with a cluster of their own name it instead. */
const sharedSite = (): Site => ({ url: appUrl(), password: password() });

export type Person = { email: string; name: string; api: APIRequestContext };

/** An API context of somebody without a session; Origin as a browser on our own page would send it. */
export function anonymous({ url } = sharedSite()): Promise<APIRequestContext> {
  return request.newContext({ baseURL: url, extraHTTPHeaders: { origin: new URL(url).origin } });
}

/** Signs in by next-auth's own calls and returns the context with the session cookie. */
export async function signIn(email: string, site = sharedSite()): Promise<APIRequestContext> {
  const api = await anonymous(site);
  const { csrfToken } = await (await api.get('/api/auth/csrf')).json();
  const answer = await api.post('/api/auth/callback/credentials', {
    form: { email, password: site.password, csrfToken, json: 'true', callbackUrl: site.url },
    maxRedirects: 0,
  });
  expect(answer.ok(), `sign-in of ${email}: ${answer.status()}`).toBe(true);
  return api;
}

const adminApis = new Map<string, Promise<APIRequestContext>>();
export function asAdmin(site = sharedSite()): Promise<APIRequestContext> {
  const known = adminApis.get(site.url) ?? signIn(admin.email, site);
  adminApis.set(site.url, known);
  return known;
}

/** Lifts the rate limits, for all tests come from one address, and sets whatever else of the policy is given. */
export async function raiseLimits(adminApi: APIRequestContext, others: Partial<Policy> = {}): Promise<void> {
  const { policy, version } = await (await adminApi.get('/api/admin/policy')).json();
  const raised = {
    ...policy,
    authTriesPerMinute: 100_000,
    requestsPerMinute: 1_000_000,
    urlsPerMinute: 1_000_000,
    ...others,
  };
  const answer = await adminApi.put('/api/admin/policy', {
    data: raised,
    headers: { 'if-match': `"${version}"` },
  });
  expect(answer.status(), await answer.text()).toBe(200);
}

let people = 0;

/** A new person, invited by the admin and signed in. */
export async function createPerson(quotaBytes?: number, site = sharedSite()): Promise<Person> {
  people += 1;
  const name = `Ada Lovelace ${people}`;
  const email = `ada-${process.pid}-${people}-${Date.now()}@example.com`;
  const invited = await (await asAdmin(site)).post('/api/admin/invites', {
    data: { email, ...(quotaBytes === undefined ? {} : { quotaBytes }) },
  });
  expect(invited.status(), await invited.text()).toBe(201);
  const { url } = await invited.json();
  const token = new URL(url).pathname.split('/').at(-1);
  const newcomer = await anonymous(site);
  const accepted = await newcomer.post(`/api/invites/${token}/accept`, {
    data: { name, email, password: site.password },
  });
  expect(accepted.status(), await accepted.text()).toBe(201);
  await newcomer.dispose();
  return { email, name, api: await signIn(email, site) };
}

/** Puts the session of person into a browser context. */
export const enter = (context: BrowserContext, person: Person): Promise<void> => enterAs(context, person.api);

/** Puts the session of api into a browser context. */
export async function enterAs(context: BrowserContext, api: APIRequestContext): Promise<void> {
  const { cookies } = await api.storageState();
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
