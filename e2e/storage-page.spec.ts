import { asAdmin, enterAs, expect, test } from './support/people';

test('the bucket shows how it is set up, and what it cannot do is named', async ({ page, context }) => {
  await enterAs(context, await asAdmin());
  await page.goto('/admin/storage');
  await expect(page.getByRole('heading', { name: 'CORS in place' })).toBeVisible();
  await page.getByRole('switch', { name: /Refuse plain http/ }).click();
  await page.getByLabel('Oldest signature').selectOption('1 hour');
  await page.getByLabel(/Only pages of these addresses/).fill('https://files.example.com/*\n');
  const asked = page.waitForRequest(
    (request) => request.method() === 'POST' && request.url().includes('/storage/configuration'),
  );
  await page.getByRole('button', { name: 'Bucket policy: Put in place' }).click();
  expect((await asked).postDataJSON()).toEqual({
    policy: {
      tlsOnly: false,
      maxSignatureAgeSeconds: 3_600,
      refererAllowList: ['https://files.example.com/*'],
    },
  });
  // The embedded bucket has no policies: it says so instead of pretending.
  await expect(page.getByRole('heading', { name: 'Bucket policy not possible' })).toBeVisible();
  await expect(page.getByText('This provider has no such setting.')).toBeVisible();
  await page.getByRole('button', { name: 'Lifecycle: Put in place' }).click();
  await expect(page.getByRole('heading', { name: 'Lifecycle not possible' })).toBeVisible();
  await expect(page.getByRole('heading', { name: 'CORS in place' })).toBeVisible();
});
