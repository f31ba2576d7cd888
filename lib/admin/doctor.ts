import 'server-only';
import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import type { UserActor } from '@/lib/access/actor';
import { recordAudit } from '@/lib/audit/record';
import { Id } from '@/lib/contracts/common';
import type { BrowserResult, DoctorRun, Finding } from '@/lib/contracts/doctor';
import { notFound } from '@/lib/contracts/errors';
import { planBrowserChecks, toBrowserFinding } from '@/lib/doctor/browser';
import { providers } from '@/lib/doctor/provider';
import { examine } from '@/lib/doctor/run';
import { Installation } from '@/lib/jobs/deletion-guard';
import { db, transaction } from '@/lib/platform/db';
import { findSetting, putSetting } from '@/lib/platform/settings';
import { defaultStorage } from '@/lib/storage/client';

const LastRun = z.object({ runId: Id, provider: z.enum(providers), at: z.iso.datetime() });
/** The browser's object is removed by then even if the browser never reports. */
const browserObjectMs = 15 * 60_000;

/** Examines the storage for pages of appOrigin, and gives the browser its own checks where that makes sense. */
export async function runDoctor(actor: UserActor, appOrigin: string): Promise<DoctorRun> {
  const installation = await findSetting('installation', Installation);
  const installationId = installation?.id ?? null;
  const { provider, findings } = await examine({ on: defaultStorage(), appOrigin, installationId });
  const run = { runId: uuidv7(), provider, at: new Date().toISOString() };
  const isOurs = findings.some(({ id, status }) => id === 'marker' && status === 'ok');
  const planned = isOurs ? await planBrowserChecks() : null;
  await transaction(async (tx) => {
    await putSetting(tx, { key: 'doctor', value: run, updatedById: actor.userId });
    if (planned) {
      const notBefore = new Date(Date.now() + browserObjectMs);
      await tx.objectDeletion.create({ data: { objectKey: planned.key, reason: 'doctor', notBefore } });
    }
    const bad = findings.filter(({ status }) => status === 'failed').map(({ code }) => code);
    await recordAudit(tx, actor, { action: 'storage.examined', details: { failed: bad } });
  });
  return { ...run, findings, browserChecks: planned?.checks ?? [] };
}

/** The browser's results as findings. Throws not_found for a run that is not the last one. */
export async function reportBrowserChecks(runId: string, results: BrowserResult[]): Promise<Finding[]> {
  const last = await findSetting('doctor', LastRun);
  if (last?.runId !== runId) throw notFound('No such run of the doctor');
  await db().objectDeletion.updateMany({ where: { reason: 'doctor' }, data: { notBefore: new Date() } });
  return results.map((result) => toBrowserFinding(result, last.provider));
}
