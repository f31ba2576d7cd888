import 'server-only';
import { allowedFrom, readCors } from '@/lib/storage/cors';
import { type Check, faulty, fromError, passed, skipped } from '../check';
import { corsSteps } from '../mend';

/** The bucket's CORS rules, read for this very origin. What they do in a browser, the browser's check tells. */
export const checkCors: Check = async ({ on, provider, appOrigin }) => {
  const about = {
    id: 'cors',
    title: 'Pages of this address may use the bucket',
    tried: `Read the CORS rules and looked for ${appOrigin}`,
  };
  try {
    const reading = await readCors(on);
    if (!reading.readable)
      return skipped(
        about,
        'The key may not read CORS rules; the check in your browser tells whether they do.',
      );
    const { upload, readETag } = allowedFrom(appOrigin, reading.current);
    const mend = corsSteps[provider];
    if (!upload) {
      return faulty(about, {
        code: 'no_cors',
        cameBack: `${reading.current.length} rules, none for this address`,
        means: 'Browsers will refuse to upload: people see a network error.',
        mend,
      });
    }
    if (!readETag) {
      return faulty(about, {
        status: 'warning',
        code: 'hidden_etag',
        cameBack: 'a rule without ETag among its exposed headers',
        means: 'The page cannot see the checksum of what it sent; the server compares instead, later.',
        mend,
      });
    }
    return passed(about, 'a rule for this address', 'Uploads, downloads and ETags are open to these pages.');
  } catch (error) {
    return fromError(about, error, provider);
  }
};
