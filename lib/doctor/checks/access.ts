import 'server-only';
import { randomBytes } from 'node:crypto';
import type { Finding } from '@/lib/contracts/doctor';
import { deleteObject } from '@/lib/storage/delete-objects';
import { isStorageError } from '@/lib/storage/errors';
import { readRange } from '@/lib/storage/get-object';
import { findObject } from '@/lib/storage/head-object';
import { markerKey, probeKey } from '@/lib/storage/keys';
import { listObjects } from '@/lib/storage/list-objects';
import { requireMarker } from '@/lib/storage/marker';
import { abortMultipart, createMultipart, listMultipartUploads, listParts } from '@/lib/storage/multipart';
import { putObject } from '@/lib/storage/put-object';
import { type Check, fromError, passed, skipped, type Ward } from '../check';

/** One signed request, so that key, secret, region, clock and bucket are told apart. */
export const checkAccess: Check = async ({ on, provider }) => {
  const { bucket, prefix, region } = on.config;
  const about = {
    id: 'access',
    title: 'The key opens the bucket',
    tried: `Listed ${bucket}/${prefix} with a signature for region ${region}`,
  };
  try {
    for await (const _page of listObjects({ pageSize: 1 }, on)) break;
    return passed(about, '200', 'Key, secret, region and bucket fit.');
  } catch (error) {
    return fromError(about, error, provider);
  }
};

/** Whose prefix this is. */
export const checkMarker: Check = async ({ on, provider, installationId }) => {
  const about = {
    id: 'marker',
    title: 'The prefix is ours',
    tried: `Read ${markerKey(on.config.prefix)}`,
  };
  if (!installationId) return skipped(about, 'Without the database nobody knows which installation this is.');
  try {
    const { epoch } = await requireMarker(installationId, on);
    return passed(
      about,
      `installation ${installationId}, epoch ${epoch}`,
      'Sweeps and clean-ups may work here.',
    );
  } catch (error) {
    return fromError(about, error, provider);
  }
};

type Step = { permission: string; doing: string; run: () => Promise<unknown> };

function stepsOf({ on }: Ward): Step[] {
  const key = probeKey(randomBytes(12).toString('hex'), 'doctor', on.config.prefix);
  const body = Buffer.from('sluice doctor');
  const multipart = () => createMultipart({ key, contentType: 'text/plain' }, on);
  return [
    {
      permission: 's3:PutObject',
      doing: 'wrote a small object',
      run: () => putObject({ key, body, contentType: 'text/plain' }, on),
    },
    { permission: 's3:GetObject', doing: 'read it', run: () => readRange(key, 0, 3, on) },
    {
      permission: 's3:ListMultipartUploadParts, s3:AbortMultipartUpload',
      doing: 'began, listed and ended a multipart upload',
      run: async () => {
        const ref = await multipart();
        try {
          await listParts(ref, on);
        } finally {
          await abortMultipart(ref, on);
        }
      },
    },
    {
      permission: 's3:ListBucketMultipartUploads',
      doing: 'listed open multipart uploads',
      run: async () => {
        for await (const _page of listMultipartUploads(on)) break;
      },
    },
    {
      permission: 's3:DeleteObject',
      doing: 'deleted it',
      run: async () => {
        await deleteObject(key, on);
        if (await findObject(key, on)) throw new Error('the object is still there');
      },
    },
  ];
}

/** Every right of the least policy, tried. */
export const checkPermissions: Check = async (ward) => {
  const findings: Finding[] = [];
  for (const { permission, doing, run } of stepsOf(ward)) {
    const about = {
      id: `permission:${permission}`,
      title: `The key has ${permission}`,
      tried: `As Sluice does at work: ${doing}`,
    };
    try {
      await run();
      findings.push(passed(about, 'done', 'Allowed.'));
    } catch (error) {
      const finding = fromError(about, error, ward.provider);
      findings.push(
        isStorageError(error, 'denied')
          ? { ...finding, code: 'missing_permission', means: `The key lacks ${permission}.` }
          : finding,
      );
    }
  }
  return findings;
};
