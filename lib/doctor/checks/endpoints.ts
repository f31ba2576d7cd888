import 'server-only';
import type { Finding } from '@/lib/contracts/doctor';
import { type Check, faulty, passed } from '../check';
import { explain } from '../mend';

const patienceMs = 5_000;
/** Signatures are refused from 15 minutes on; a clock that far off the road shows earlier. */
const skewWarningMs = 60_000;
const skewFailureMs = 15 * 60_000;

/** An unsigned request; null when nobody answers. Any status will do. */
export async function knock(address: string): Promise<Response | null> {
  try {
    const answer = await fetch(address, { redirect: 'manual', signal: AbortSignal.timeout(patienceMs) });
    await answer.body?.cancel();
    return answer;
  } catch {
    return null;
  }
}

/** Whether the server's and the browsers' way to the bucket answer at all. */
export const checkEndpoints: Check = async ({ on, provider }) => {
  const { endpoint, publicEndpoint } = on.config;
  const isSame = endpoint === publicEndpoint;
  const internal = {
    id: 'endpoint',
    title: 'The bucket’s address answers',
    tried: `GET ${endpoint} without a signature, from this server`,
  };
  const external = {
    id: 'public-endpoint',
    title: 'The address for browsers answers',
    tried: `GET ${publicEndpoint} without a signature, from this server`,
  };
  const [inside, outside] = await Promise.all([knock(endpoint), isSame ? null : knock(publicEndpoint)]);
  const findings: Finding[] = [
    inside
      ? passed(
          internal,
          String(inside.status),
          'Something listens there; a refusal is right without a signature.',
        )
      : faulty(internal, { code: 'unavailable', cameBack: 'no answer', ...explain('unavailable', provider) }),
  ];
  if (!isSame) {
    findings.push(
      outside
        ? passed(external, String(outside.status), 'Signed URLs name this address.')
        : faulty(external, {
            status: 'warning',
            code: 'public_unreachable',
            cameBack: 'no answer',
            means:
              'Signed URLs name this address. The server cannot reach it; browsers may, which their own check tells.',
            mend: 'Check S3_PUBLIC_ENDPOINT: it must be reachable by the people who use Sluice.',
          }),
    );
  }
  return findings;
};

/** Compares this server's clock with the Date header of the bucket. */
export const checkClock: Check = async ({ on, provider }) => {
  const about = {
    id: 'clock',
    title: 'Clocks agree',
    tried: `Compared this server’s time with the Date of ${on.config.endpoint}`,
  };
  const date = Date.parse((await knock(on.config.endpoint))?.headers.get('date') ?? '');
  if (Number.isNaN(date))
    return passed(about, 'no Date in the answer', 'It cannot be told; signatures will.');
  const skewMs = Math.abs(Date.now() - date);
  const cameBack = `${Math.round(skewMs / 1000)} s apart`;
  if (skewMs < skewWarningMs) return passed(about, cameBack, 'Signatures hold for as long as they say.');
  return faulty(about, {
    ...explain('clock_skew', provider),
    status: skewMs < skewFailureMs ? 'warning' : 'failed',
    code: 'clock_skew',
    cameBack,
  });
};

const isLocal = (hostname: string) =>
  hostname === 'localhost' ||
  hostname.endsWith('.localhost') ||
  hostname === '[::1]' ||
  /^(127|10)\.|^192\.168\.|^172\.(1[6-9]|2\d|3[01])\./.test(hostname);

/** Plain http is for this machine and the house only. */
export const checkTransport: Check = async ({ on, appOrigin }) => {
  const about = {
    id: 'transport',
    title: 'Nothing travels in the clear',
    tried: 'Looked at the addresses of the app and the bucket',
  };
  const plain = [appOrigin, on.config.publicEndpoint].filter((address) => address.startsWith('http:'));
  const open = plain.find((address) => !isLocal(new URL(address).hostname));
  const mixed = appOrigin.startsWith('https:') && on.config.publicEndpoint.startsWith('http:');
  if (mixed) {
    return faulty(about, {
      code: 'mixed_content',
      cameBack: `the app is on https, the bucket at ${on.config.publicEndpoint}`,
      means: 'Browsers refuse to send from an https page to a plain http address.',
      mend: 'Give the bucket a certificate and set S3_PUBLIC_ENDPOINT to its https address.',
    });
  }
  if (!open)
    return passed(
      about,
      plain.length > 0 ? 'http, on this network only' : 'https',
      'Nobody else can listen.',
    );
  return faulty(about, {
    status: 'warning',
    code: 'plain_http',
    cameBack: open,
    means: 'Passwords, cookies and files can be read on the way.',
    mend: 'Put a reverse proxy with a certificate in front, and set SLUICE_URL and S3_PUBLIC_ENDPOINT to https.',
  });
};
