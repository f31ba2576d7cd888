import type { APIRequestContext, Locator, Page } from '@playwright/test';
import { expect, test } from './support/cluster-test';
import { text } from './support/files';
import { anonymous, asAdmin, createPerson, type Person } from './support/people';
import { type Rule, rules, type Subject } from './support/policy-rules';
import { share, store } from './support/shares';

/** A second is the promise; a slow machine may take longer to ask. npm run test:long holds it to the second. */
const patienceMs = process.env.SLUICE_LONG ? 1_000 : 10_000;

type Policy = Record<string, unknown>;
const isPlain = (value: unknown): value is Policy =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

async function putPolicy(api: APIRequestContext, policy: Policy): Promise<void> {
  const answer = await api.put('/api/admin/policy', { data: policy });
  expect(answer.status(), await answer.text()).toBe(200);
}

const merged = (policy: Policy, change: Policy): Policy => ({
  ...policy,
  ...Object.fromEntries(
    Object.entries(change).map(([name, value]) => {
      const before = policy[name];
      return [name, isPlain(before) && isPlain(value) ? { ...before, ...value } : value];
    }),
  ),
});

test('every rule is felt by a second person on the other instance', async ({ cluster, member }) => {
  test.setTimeout(240_000);
  const api = await asAdmin(cluster.site);
  const { policy } = await (await api.get('/api/admin/policy')).json();
  const stored = await store(member.api, text('rules.txt', 'rules'));
  const subject: Subject = { site: cluster.site, person: member, fileId: stored.id };
  const left = new Set(Object.keys(policy));
  const feel = async (rule: Rule, wanted: unknown) => {
    cluster.proxy.use(1);
    await expect
      .poll(() => rule.feel(subject), { message: rule.name, intervals: [20, 50, 100], timeout: patienceMs })
      .toEqual(wanted);
  };
  for (const rule of rules) {
    for (const name of Object.keys(rule.change)) left.delete(name);
    await feel(rule, rule.before);
    cluster.proxy.use(0);
    await putPolicy(api, merged(policy, rule.change));
    await feel(rule, rule.after);
    cluster.proxy.use(0);
    await putPolicy(api, policy);
  }
  // These three are for jobs; every other rule of the policy is in the table above.
  expect([...left].sort()).toEqual(['auditMonths', 'trashDays', 'versionsKept']);
});

async function personId(api: APIRequestContext, { email }: Person): Promise<string> {
  const { items } = await (await api.get(`/api/admin/users?q=${encodeURIComponent(email)}`)).json();
  return items[0].id;
}

test('disabling somebody cuts session, token and link in mid-use, on the other instance', async ({
  cluster,
  member,
  page,
  browser,
}) => {
  const api = await asAdmin(cluster.site);
  const file = await store(member.api, text('mine.txt', 'mine'));
  const made = await share(member.api, { fileIds: [file.id] });
  const { secret } = await (
    await member.api.post('/api/tokens', { data: { name: 'script', scopes: ['files:read'] } })
  ).json();
  const program = await anonymous(cluster.site);
  const withToken = () => program.get('/api/files', { headers: { authorization: `Bearer ${secret}` } });
  const visitor = await (await browser.newContext({ baseURL: cluster.url })).newPage();

  cluster.proxy.use(1);
  await page.goto('/');
  await expect(page.getByRole('gridcell', { name: /mine\.txt/ })).toBeVisible();
  await visitor.goto(`/s/${made.slug}`);
  await expect(visitor.getByRole('heading', { name: 'mine.txt' })).toBeVisible();
  expect((await withToken()).status()).toBe(200);

  cluster.proxy.use(0);
  const disabled = await api.patch(`/api/admin/users/${await personId(api, member)}`, {
    data: { status: 'disabled' },
  });
  expect(disabled.status()).toBe(200);

  cluster.proxy.use(1);
  expect((await withToken()).status()).toBe(401);
  expect((await member.api.get('/api/me')).status()).toBe(401);
  await visitor.getByRole('button', { name: 'Download' }).click();
  await expect(visitor.getByRole('heading', { name: 'This link is not available' })).toBeVisible();
  await page.goto('/shares');
  await expect(page).toHaveURL(/\/sign-in/);
  await visitor.context().close();
  await program.dispose();
});

async function asAdminPage(page: Page, site: Parameters<typeof asAdmin>[0]): Promise<APIRequestContext> {
  const api = await asAdmin(site);
  await page.context().clearCookies();
  await page.context().addCookies((await api.storageState()).cookies);
  return api;
}

test('an admin opens a file for a reason, gives it away, and deletes a person with a choice for the rest', async ({
  cluster,
  member,
  page,
}) => {
  const heir = await createPerson(undefined, cluster.site);
  await store(member.api, text('report.txt', 'a report'));
  await store(member.api, text('letter.txt', 'a letter'));
  await expect(
    store(member.api, { ...text('holiday.png', 'no picture'), mimeType: 'image/png' }),
  ).rejects.toThrow('422');
  const api = await asAdminPage(page, cluster.site);

  await page.goto('/admin/files');
  await page.getByLabel('Find by name').fill('report.txt');
  await page.getByRole('button', { name: 'Open report.txt for a reason' }).first().click();
  const opened = page.getByRole('dialog', { name: 'Open “report.txt”' });
  await expect(opened.getByRole('button', { name: 'Download it' })).toBeDisabled();
  await opened.getByLabel('Reason').fill('Abuse report 17');
  const download = page.waitForEvent('download');
  await opened.getByRole('button', { name: 'Download it' }).click();
  expect((await download).suggestedFilename()).toBe('report.txt');
  const log = await (await api.get('/api/admin/audit?action=file.opened_by_admin')).json();
  expect(log.items[0].details).toMatchObject({ reason: 'Abuse report 17', owner: member.email });

  await page.getByRole('checkbox', { name: 'Select report.txt' }).first().check();
  await page.getByRole('button', { name: 'Give to…' }).click();
  const give = page.getByRole('dialog', { name: 'Give 1 file to somebody else' });
  await give.getByLabel('Find by name or e-mail').fill(heir.email);
  await give.getByRole('radio', { name: new RegExp(heir.email) }).check();
  await give.getByRole('button', { name: `Give to ${heir.name}` }).click();
  await expect(page.getByText('1 file given away')).toBeVisible();
  expect((await (await heir.api.get('/api/files')).json()).items).toMatchObject([{ name: 'report.txt' }]);

  await page.getByRole('radio', { name: 'Refused' }).check();
  await expect(page.getByRole('row', { name: /holiday\.png/ })).toContainText('Not what its name says');

  await page.goto('/admin/people');
  await page.getByLabel('Find by name or e-mail').fill(member.email);
  await expect(page.getByRole('row')).toHaveCount(2);
  await page.getByRole('button', { name: `Actions for ${member.name}` }).click();
  await page.getByRole('menuitem', { name: 'Delete…' }).click();
  const remove = page.getByRole('alertdialog', { name: `Delete ${member.name}?` });
  await remove.getByRole('radio', { name: /To somebody else/ }).check();
  await remove.getByLabel('Find by name or e-mail').fill(heir.email);
  await remove.getByRole('radio', { name: new RegExp(heir.email) }).check();
  await remove.getByLabel(/to confirm$/).fill(member.email);
  await remove.getByRole('button', { name: 'Delete the person' }).click();
  await expect(page.getByText(`${member.name} is deleted`)).toBeVisible();
  await expect
    .poll(async () => (await (await heir.api.get('/api/files')).json()).items.length, { timeout: 30_000 })
    .toBe(2);
  const { items } = await (await heir.api.get('/api/folders?parentId=root')).json();
  expect(items).toMatchObject([{ name: `Files of ${member.name}` }]);
  await heir.api.dispose();
});

test('an admin changes a rule and ends sessions by keyboard alone', async ({ cluster, member, page }) => {
  const api = await asAdminPage(page, cluster.site);
  await page.goto('/admin/policy');
  const days = page.getByLabel('Days in the trash');
  await days.focus();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type('12');
  await page.keyboard.press('Enter');
  await expect(page.getByText('The rules are in force')).toBeVisible();
  expect((await (await api.get('/api/admin/policy')).json()).policy.trashDays).toBe(12);

  await page.goto('/admin/people');
  await page.getByLabel('Find by name or e-mail').focus();
  await page.keyboard.type(member.email);
  await expect(page.getByRole('row')).toHaveCount(2);
  const menu = page.getByRole('button', { name: `Actions for ${member.name}` });
  await pressUntilFocused(page, 'Tab', menu);
  await page.keyboard.press('Enter');
  await pressUntilFocused(page, 'ArrowDown', page.getByRole('menuitem', { name: 'End all sessions…' }));
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('alertdialog');
  await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(page.getByText(/All sessions of .* have ended/)).toBeVisible();
  expect((await member.api.get('/api/me')).status()).toBe(401);
});

test('what another admin changed meanwhile is not overwritten, and the own change goes on top of it', async ({
  cluster,
  page,
}) => {
  const api = await asAdminPage(page, cluster.site);
  const rulesNow = async () => (await (await api.get('/api/admin/policy')).json()).policy;
  await page.goto('/admin/policy');
  await page.getByLabel('Days in the trash').fill('13');
  await putPolicy(api, { ...(await rulesNow()), versionsKept: 7 });
  await page.getByRole('button', { name: 'Save' }).click();
  const bar = page.getByRole('region', { name: 'Changes that are not saved' });
  await expect(bar.getByRole('alert')).toContainText('Another admin changed the rules meanwhile');
  expect(await rulesNow()).toMatchObject({ versionsKept: 7 });
  await page.getByRole('button', { name: 'Load the present rules' }).click();
  await expect(page.getByLabel('Versions kept')).toHaveValue('7');
  await expect(page.getByLabel('Days in the trash')).toHaveValue('13');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('The rules are in force')).toBeVisible();
  expect(await rulesNow()).toMatchObject({ trashDays: 13, versionsKept: 7 });
});

/** Presses key, as often as a person might, until target has the focus. */
async function pressUntilFocused(page: Page, key: string, target: Locator): Promise<void> {
  await expect(target).toBeVisible();
  for (let press = 0; press < 20; press += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press(key);
  }
  await expect(target).toBeFocused();
}
