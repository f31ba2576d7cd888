import 'server-only';
import type { Finding } from '@/lib/contracts/doctor';
import { type Capabilities, probeCapabilities } from '@/lib/storage/capabilities';
import { type Check, faulty, fromError, passed } from '../check';
import { explain } from '../mend';

type Trial = {
  id: string;
  title: string;
  tried: string;
  isGood: (found: Capabilities) => boolean;
  good: string;
  bad: string;
  mend: string;
  /** Sluice works without it, by another way. */
  optional?: boolean;
};

const trials: Trial[] = [
  {
    id: 'exact-length',
    title: 'A signed length is enforced',
    tried: 'Sent more bytes than a signed PUT allows',
    isGood: ({ exactLength }) => exactLength,
    good: 'Nobody can store more than was promised.',
    bad: 'A holder of a URL can store more than the quota counted.',
    mend: 'Check that no proxy in front of the bucket changes Content-Length or buffers bodies.',
  },
  {
    id: 'tampering',
    title: 'A changed URL is refused',
    tried: 'Changed a signed GET and sent it',
    isGood: ({ refusesTamperedUrl }) => refusesTamperedUrl,
    good: 'A URL is for one key and one answer.',
    bad: 'Signatures are not checked: whoever can reach the bucket can read it.',
    mend: 'Turn anonymous access off, and check that the endpoint is the S3 API itself.',
  },
  {
    id: 'added-acl',
    title: 'An added ACL is refused',
    tried: 'Added x-amz-acl to a signed PUT',
    isGood: ({ refusesAddedAcl }) => refusesAddedAcl,
    good: 'Nobody can make an object public while uploading it.',
    bad: 'The provider takes headers that were not signed. Sluice signs the ACL itself, so uploads stay private.',
    mend: 'Block public access (Admin → Storage) as a second lock.',
    optional: true,
  },
  {
    id: 'create-only',
    title: 'A PUT can be create-only',
    tried: 'Sent the same If-None-Match: * PUT twice',
    isGood: ({ createOnlyPut }) => createOnlyPut,
    good: 'A URL used twice cannot change a file.',
    bad: 'Uploads go to a staging key and are copied once verified: right, but slower.',
    mend: 'Nothing to do; a newer version of the storage may know If-None-Match.',
    optional: true,
  },
  {
    id: 'checksums',
    title: 'Checksums are honoured',
    tried: 'Sent bodies with right and wrong Content-MD5 and SHA-256',
    isGood: ({ checksums, parts }) => checksums.md5 || checksums.sha256 || parts.etagIsMd5,
    good: 'Bytes damaged on the way are found.',
    bad: 'The provider stores a body that does not fit its checksum.',
    mend: 'Update the storage; until then Sluice compares sizes and first bytes only.',
    optional: true,
  },
  {
    id: 'parts',
    title: 'Parts can be proved',
    tried: 'Uploaded a part and compared its ETag',
    isGood: ({ parts }) => parts.etagIsMd5 || parts.contentMd5 || parts.sha256,
    good: 'Every part of a large file is checked end to end.',
    bad: 'Parts of large files cannot be checked one by one.',
    mend: 'Turn off server-side encryption with KMS keys for this prefix, or accept it.',
    optional: true,
  },
  {
    id: 'ranges',
    title: 'Ranges are answered',
    tried: 'Asked for three bytes of an object',
    isGood: ({ ranges }) => ranges,
    good: 'Video can be sought and downloads resumed.',
    bad: 'Video cannot be sought and broken downloads start over.',
    mend: 'Check that no proxy in front of the bucket removes the Range header.',
  },
  {
    id: 'overrides',
    title: 'Names and types of answers can be set',
    tried: 'Signed a GET with its own type, name and cache header',
    isGood: ({ responseOverrides }) => responseOverrides,
    good: 'Downloads bear their names and run nowhere.',
    bad: 'Downloads would bear opaque names, and stored types would decide what runs.',
    mend: 'Use an endpoint that supports response-content-disposition; a CDN in front may drop the query.',
  },
  {
    id: 'form',
    title: 'Form uploads work',
    tried: 'Sent a signed form with its exact length',
    isGood: ({ postForm }) => postForm,
    good: 'Many small files go without a preflight each.',
    bad: 'Small files are sent by PUT, with one preflight each.',
    mend: 'Nothing to do: not every provider has forms.',
    optional: true,
  },
];

/** Signed URLs do what Sluice promises of them; tried with tiny objects that are removed again. */
export const checkSignedUrls: Check = async ({ on, provider }) => {
  try {
    const found = await probeCapabilities({ mayConfigure: false }, on);
    return [...trials.map((trial) => toFinding(trial, found)), toPublicFinding(found)];
  } catch (error) {
    const about = { id: 'signed-urls', title: 'Signed URLs work', tried: 'Signed and sent small requests' };
    return fromError(about, error, provider);
  }
};

function toFinding(
  { isGood, good, bad, mend, optional = false, ...about }: Trial,
  found: Capabilities,
): Finding {
  if (isGood(found)) return passed(about, 'as wanted', good);
  const failure = found.failures.find(({ probe }) =>
    about.id.replaceAll('-', '').includes(probe.toLowerCase()),
  );
  return faulty(about, {
    status: optional ? 'warning' : 'failed',
    code: about.id.replaceAll('-', '_'),
    cameBack: failure?.detail ?? 'not as wanted',
    means: bad,
    mend,
  });
}

function toPublicFinding({ anonymousRead }: Capabilities): Finding {
  const about = {
    id: 'public',
    title: 'Nobody reads without a signature',
    tried: 'Asked for an object, unsigned',
  };
  if (anonymousRead !== true)
    return passed(about, anonymousRead === null ? 'no answer' : 'refused', 'The bucket is private.');
  return faulty(about, {
    code: 'public_bucket',
    cameBack: 'it was given away',
    ...explain('public_bucket', 'other'),
  });
}
