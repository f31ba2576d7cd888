import { expect, request, test } from '@playwright/test';
import { OidcProvider } from '@/scripts/testing/oidc-provider';
import { type Stack, startStack } from './support/stack';

const admin = { email: 'root@example.com', password: 'a password from the environment' };
let provider: OidcProvider;
let stack: Stack;

test.beforeAll(async () => {
  test.setTimeout(240_000);
  provider = await new OidcProvider().start();
  stack = await startStack({
    env: {
      OIDC_ISSUER: provider.issuer,
      OIDC_CLIENT_ID: provider.clientId,
      OIDC_CLIENT_SECRET: provider.clientSecret,
      OIDC_NAME: 'Example ID',
      SLUICE_ADMIN_EMAIL: admin.email,
      SLUICE_ADMIN_PASSWORD: admin.password,
    },
  });
});
test.afterAll(async () => {
  await stack.stop();
  await provider.stop();
});

async function inviteUrl(): Promise<string> {
  const api = await request.newContext({ baseURL: stack.url });
  const { csrfToken } = await (await api.get('/api/auth/csrf')).json();
  const signedIn = await api.post('/api/auth/callback/credentials', { data: { ...admin, csrfToken } });
  expect(signedIn.status()).toBe(200);
  const invited = await api.post('/api/admin/invites', { data: {} });
  expect(invited.status()).toBe(201);
  return (await invited.json()).url;
}

test('somebody comes in with an invitation and a provider, and later with the provider alone', async ({
  browser,
}) => {
  provider.visitor = { sub: '42', name: 'Joan Clarke', email: 'joan@idp.example', email_verified: true };
  const first = await browser.newPage({ baseURL: stack.url });
  await first.goto(await inviteUrl());
  await first.getByRole('button', { name: 'Continue with Example ID' }).click();
  await expect(first).toHaveURL(`${stack.url}/`);
  expect((await (await first.request.get('/api/me')).json()).user).toMatchObject({
    name: 'Joan Clarke',
    email: 'joan@idp.example',
    hasPassword: false,
  });

  const later = await browser.newPage({ baseURL: stack.url });
  await later.goto('/sign-in');
  await later.getByRole('button', { name: 'Continue with Example ID' }).click();
  await expect(later).toHaveURL(`${stack.url}/`);
  expect((await later.request.get('/api/me')).status()).toBe(200);
});

test('a stranger whom the provider knows is told to ask for an invitation', async ({ browser }) => {
  provider.visitor = { sub: '43', name: 'Eve', email: 'eve@idp.example', email_verified: true };
  const page = await browser.newPage({ baseURL: stack.url });
  await page.goto('/sign-in');
  await page.getByRole('button', { name: 'Continue with Example ID' }).click();
  await expect(page).toHaveURL(/\/sign-in\?error=RegistrationClosed/);
  await expect(page.getByText(/There is no account for you yet/)).toBeVisible();
});

test('somebody with a password connects the provider, and comes in by either', async ({ browser }) => {
  provider.visitor = { sub: '44', name: 'Root', email: 'root@idp.example', email_verified: true };
  const page = await browser.newPage({ baseURL: stack.url });
  await page.goto('/sign-in');
  await page.getByLabel('E-mail').fill(admin.email);
  await page.getByLabel('Password', { exact: true }).fill(admin.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page).toHaveURL(`${stack.url}/`);
  await page.goto('/settings/security');
  await page.getByRole('button', { name: 'Connect Example ID' }).click();
  await expect(page).toHaveURL(/\/settings\/security/);
  await expect(page.getByRole('button', { name: 'Connect Example ID' })).toBeHidden();
  await expect(page.getByText('Example ID opens this account.')).toBeVisible();

  const later = await browser.newPage({ baseURL: stack.url });
  await later.goto('/sign-in');
  await later.getByRole('button', { name: 'Continue with Example ID' }).click();
  await expect(later).toHaveURL(`${stack.url}/`);
  expect((await (await later.request.get('/api/me')).json()).user.email).toBe(admin.email);
});
