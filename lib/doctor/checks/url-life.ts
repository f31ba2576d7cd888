import 'server-only';
import { randomBytes } from 'node:crypto';
import type { Finding } from '@/lib/contracts/doctor';
import { formatSpan } from '@/lib/format/duration';
import type { StorageHandle } from '@/lib/storage/client';
import { deleteObject } from '@/lib/storage/delete-objects';
import { probeKey } from '@/lib/storage/keys';
import { createPresigner } from '@/lib/storage/presign';
import { putObject } from '@/lib/storage/put-object';
import { type Check, faulty, fromError, passed } from '../check';

const hourMs = 3_600_000;
/** The longest that a signature can live. Source: S3, "Authenticating Requests: Using Query Parameters". */
const longestSeconds = 604_800;

/** Signed URLs live as long as they say: no longer, and up to seven days. */
export const checkUrlLife: Check = async ({ on, provider }) => {
  const expired = {
    id: 'expired-url',
    title: 'An expired URL is refused',
    tried: 'Signed a GET that ended an hour ago and sent it',
  };
  const longest = {
    id: 'expiry-limit',
    title: 'Links may live for seven days',
    tried: 'Signed a GET for seven days and sent it',
  };
  const key = probeKey(randomBytes(12).toString('hex'), 'life', on.config.prefix);
  try {
    await putObject({ key, body: Buffer.from('sluice doctor'), contentType: 'text/plain' }, on);
    const past = { ...on, now: () => on.now() - 2 * hourMs };
    const [late, long] = await Promise.all([
      answerOf(past, { key, expiresInSeconds: hourMs / 1000 }),
      answerOf(on, { key, expiresInSeconds: longestSeconds }),
    ]);
    await deleteObject(key, on);
    const { expiration } = await on.credentials();
    return [
      late.status === 400 || late.status === 401 || late.status === 403
        ? passed(expired, String(late.status), 'A URL that leaks is worth nothing once its time is over.')
        : faulty(expired, {
            code: 'expired_url_works',
            cameBack: String(late.status),
            means: 'Signed URLs go on working after their end: whoever has one keeps it.',
            mend: 'Check that S3_PUBLIC_ENDPOINT is the S3 API itself and no cache or CDN that ignores signatures.',
          }),
      longestFinding(longest, long, expiration),
    ];
  } catch (error) {
    return fromError(expired, error, provider);
  }
};

type Answered = { status: number; signedForSeconds: number };

async function answerOf(
  on: StorageHandle,
  { key, expiresInSeconds }: { key: string; expiresInSeconds: number },
): Promise<Answered> {
  // From here the internal address is sure to be reached; the public one is the browser's to try.
  const config = { ...on.config, publicEndpoint: on.config.endpoint, cloudFront: undefined };
  const presigner = await createPresigner({ ...on, config });
  const signed = presigner.get({
    key,
    fileName: 'doctor.txt',
    contentType: 'text/plain',
    disposition: 'attachment',
    expiresInSeconds,
  });
  const answer = await fetch(signed.url, { redirect: 'manual', signal: AbortSignal.timeout(10_000) });
  await answer.body?.cancel();
  return { status: answer.status, signedForSeconds: signed.expiresInSeconds };
}

function longestFinding(
  about: Pick<Finding, 'id' | 'title' | 'tried'>,
  { status, signedForSeconds }: Answered,
  endsAt: Date | undefined,
): Finding {
  if (status >= 300) {
    return faulty(about, {
      status: 'warning',
      code: 'short_expiry_limit',
      cameBack: String(status),
      means: 'The bucket refuses URLs that live for days: links signed for as long as the policy says fail.',
      mend: 'Look for a bucket policy on s3:signatureAge, or shorten the lives under Admin → Policy → Signed URLs.',
    });
  }
  // A URL never outlives the credentials that signed it.
  if (endsAt && signedForSeconds < longestSeconds) {
    return faulty(about, {
      status: 'warning',
      code: 'short_credentials',
      cameBack: `${status}, signed for ${formatSpan(Math.max(60, signedForSeconds))}`,
      means: 'The server’s credentials are borrowed and end sooner: no URL lives longer than they do.',
      mend: 'For links that live for days, use a key of its own (AWS_ACCESS_KEY_ID) instead of a role.',
    });
  }
  return passed(about, String(status), 'Links that the policy allows for days hold.');
}
