import { admin, expect, password, test } from './support/people';

test('the first visitor sets Sluice up with the code that only the terminal shows', async ({ page }) => {
  await page.goto('/');
  await expect(page).toHaveURL(/\/setup$/);
  await page.getByLabel('Code').fill('WRONG-CODE-0000');
  await page.getByLabel('Your name').or(page.getByLabel('Name')).first().fill(admin.name);
  await page.getByLabel('E-mail').fill(admin.email);
  await page.getByLabel('Password', { exact: true }).fill(password());
  const submit = page.getByRole('button', { name: /set up|create|finish/i });
  await submit.click();
  await expect(
    page
      .getByText(/code/i)
      .filter({ hasText: /wrong|not|expired/i })
      .first(),
  ).toBeVisible();
  await page.getByLabel('Code').fill(process.env.SLUICE_E2E_CODE ?? '');
  await submit.click();
  await expect(page).not.toHaveURL(/setup/);
  await expect(page.getByRole('button', { name: /upload/i }).first()).toBeVisible();
  await page.goto('/setup');
  await expect(page).not.toHaveURL(/\/setup$/);
});
