import type { Finding } from '@/lib/contracts/doctor';
import { asAdmin, expect, test } from './support/people';

const said = ({ id, code, cameBack }: Finding) => `${id}: ${code} (${cameBack})`;

test('the doctor finds nothing broken, from the server and from the browser', { tag: '@engine' }, async ({
  page,
}) => {
  const api = await asAdmin();
  await page.context().addCookies((await api.storageState()).cookies);
  await page.goto('/admin/doctor');
  const examined = page.waitForResponse(
    (answer) => answer.url().endsWith('/api/admin/doctor') && answer.request().method() === 'POST',
  );
  const claimed = page.waitForResponse((answer) => answer.url().endsWith('/browser'));
  await page.getByRole('button', { name: /^Examine/ }).click();
  const { findings }: { findings: Finding[] } = await (await examined).json();
  expect(findings.filter(({ status }) => status === 'failed').map(said)).toEqual([]);
  const seen = new Set(findings.map(({ id }) => id));
  for (const id of [
    'access',
    'marker',
    'extra-rights',
    'cors',
    'exact-length',
    'tampering',
    'public',
    'expired-url',
  ])
    expect(seen).toContain(id);
  const claims: { findings: Finding[] } = await (await claimed).json();
  expect(claims.findings.map(({ id, code }) => `${id}: ${code}`)).toEqual([
    'browser-put: ok',
    'browser-get: ok',
  ]);
});
