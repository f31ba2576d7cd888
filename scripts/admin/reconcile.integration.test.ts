import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Installation } from '@/lib/jobs/deletion-guard';
import { prepareInstallation } from '@/lib/jobs/prepare-installation';
import { db, disconnect } from '@/lib/platform/db';
import { findSetting } from '@/lib/platform/settings';
import { fileKey } from '@/lib/storage/keys';
import { writeMarkerEpoch } from '@/lib/storage/marker';
import { putObject } from '@/lib/storage/put-object';
import { createFile } from '@/scripts/testing/files';
import { actorOf, auditOf, createPerson } from '@/scripts/testing/people';
import { runScript } from '../transfer/testing/run-script';

const dir = mkdtempSync(path.join(os.tmpdir(), 'sluice-admin-'));
const timeout = 120_000;
beforeAll(prepareInstallation);
afterAll(async () => {
  await disconnect();
  rmSync(dir, { recursive: true, force: true });
});

async function run(...args: string[]): Promise<{ code: number | null; output: string }> {
  const script = runScript('admin', args, { SLUICE_DATA_DIR: dir, S3_EMBEDDED: '' });
  return { code: await script.exited, output: script.output() };
}

it('says what bucket and database disagree on, and changes neither', { timeout }, async () => {
  const person = await createPerson({ passwordHash: null });
  await createFile(actorOf(person), { name: 'known.txt' });
  await putObject({ key: fileKey(randomUUID()), body: Buffer.from('lost'), contentType: 'text/plain' });
  const before = await db().file.count();
  const { code, output } = await run('reconcile');
  expect(code, output).toBe(0);
  expect(output).toMatch(/1 object or upload without a row \(4 B\), 0 files without an object/);
  expect(await db().file.count()).toBe(before);
});

it('brings objects back as files of a person, once, though the backup is older than the bucket', {
  timeout,
}, async () => {
  const person = await createPerson({ passwordHash: null });
  const installation = await findSetting('installation', Installation);
  if (!installation) throw new Error('prepareInstallation made none');
  await writeMarkerEpoch({ installationId: installation.id, epoch: installation.epoch + 5 });
  const bodies = ['first', 'second and longer'].map((text) => Buffer.from(text));
  for (const body of bodies) await putObject({ key: fileKey(randomUUID()), body, contentType: 'text/plain' });

  const { code, output } = await run('reconcile', '--adopt', person.email.toUpperCase());
  expect(code, output).toBe(0);
  expect(output).toContain('came back as files');
  expect(output).toContain('nothing is deleted until an admin decides');
  const files = await db().file.findMany({ where: { ownerId: person.id }, include: { folder: true } });
  expect(files.map(({ folder }) => folder?.name)).toEqual(files.map(() => 'Recovered files'));
  const sizes = files.map(({ sizeBytes }) => Number(sizeBytes));
  expect(sizes).toEqual(expect.arrayContaining(bodies.map((body) => body.length)));
  const { usedBytes } = await db().user.findUniqueOrThrow({ where: { id: person.id } });
  expect(Number(usedBytes)).toBe(sizes.reduce((sum, size) => sum + size, 0));
  const audits = await auditOf('file.adopted');
  expect(audits.map(({ actorText, targetId }) => [actorText, targetId]).toSorted()).toEqual(
    files.map(({ id }) => ['sluice (terminal)', id]).toSorted(),
  );

  const again = await run('reconcile', '--adopt', person.email);
  expect(again.output).toContain('0 objects came back');
  expect(await db().file.count({ where: { ownerId: person.id } })).toBe(files.length);
});

it('refuses an unknown address and what is no command, with a sentence', { timeout }, async () => {
  const unknown = await run('reconcile', '--adopt', 'nobody@example.com');
  expect([unknown.code, unknown.output]).toEqual([1, expect.stringContaining('There is no account')]);
  const wrong = await run('reconcile', '--adopt');
  expect([wrong.code, wrong.output]).toEqual([1, expect.stringContaining('Usage: npm run admin')]);
});
