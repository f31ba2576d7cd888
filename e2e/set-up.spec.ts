import { admin, asAdmin, expect, password, raiseLimits, test } from './support/people';

test('the first visitor sets Sluice up with the code that only the terminal shows', {
  tag: '@engine',
}, async ({ page }) => {
  await page.goto('/');
  await expect(page).toHaveURL(/\/setup$/);
  await page.getByLabel('One-time code').fill('WRONG-CODE-0000');
  await page.getByLabel('Name', { exact: true }).fill(admin.name);
  await page.getByLabel('E-mail').fill(admin.email);
  await page.getByLabel('Password', { exact: true }).fill(password());
  const submit = page.locator('button[type=submit]');
  await submit.click();
  await expect(page.getByRole('alert').filter({ hasText: /code/i })).toBeVisible();
  await page.getByLabel('One-time code').fill(process.env.SLUICE_E2E_CODE ?? '');
  await submit.click();
  await expect(page.getByRole('button', { name: 'Choose files' })).toBeVisible();
  await page.goto('/setup');
  await expect(page).not.toHaveURL(/\/setup$/);
});

test('the admin raises the limits: all tests come from one address', { tag: '@engine' }, async () => {
  await raiseLimits(await asAdmin());
});
