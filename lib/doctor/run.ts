import 'server-only';
import type { Finding } from '@/lib/contracts/doctor';
import type { StorageHandle } from '@/lib/storage/client';
import { type Check, fromError, type Ward } from './check';
import { checkAccess, checkMarker, checkPermissions } from './checks/access';
import { checkCors } from './checks/cors';
import { checkClock, checkEndpoints, checkTransport, knock } from './checks/endpoints';
import { checkDatabase, checkDisk, checkThroughput } from './checks/machine';
import { checkExtraRights } from './checks/rights';
import { checkSignedUrls } from './checks/signed-urls';
import { checkUrlLife } from './checks/url-life';
import { type Provider, providerOf } from './provider';

/** Need nothing but themselves. */
const first: Check[] = [checkEndpoints, checkClock, checkTransport, checkDatabase, checkDisk, checkAccess];
/** Only worth trying once the key opens the bucket: each would say the same otherwise. */
const inside: Check[] = [
  checkMarker,
  checkPermissions,
  checkExtraRights,
  checkCors,
  checkSignedUrls,
  checkUrlLife,
  checkThroughput,
];

type Patient = { on: StorageHandle; appOrigin: string; installationId: string | null };
export type Diagnosis = { provider: Provider; findings: Finding[] };

/** Runs every check of this server. A check that breaks becomes a finding: the doctor itself does not fail. */
export async function examine(patient: Patient): Promise<Diagnosis> {
  const { endpoint, embedded } = patient.on.config;
  const provider = providerOf(endpoint, embedded, (await knock(endpoint))?.headers ?? null);
  const ward: Ward = { ...patient, provider };
  const findings = await all(first, ward);
  const isOpen = findings.some(({ id, status }) => id === 'access' && status === 'ok');
  if (isOpen) {
    // A foreign prefix is left alone altogether.
    const [marker, ...rest] = inside;
    const owner = await all(marker ? [marker] : [], ward);
    findings.push(...owner);
    if (!owner.some(({ status }) => status === 'failed')) findings.push(...(await all(rest, ward)));
  }
  return { provider, findings };
}

async function all(checks: Check[], ward: Ward): Promise<Finding[]> {
  const results = await Promise.all(
    checks.map(async (check) => {
      try {
        return await check(ward);
      } catch (error) {
        const about = { id: check.name, title: 'A check broke off', tried: check.name };
        return fromError(about, error, ward.provider);
      }
    }),
  );
  return results.flat();
}
