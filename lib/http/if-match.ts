import { invalidRequest } from '@/lib/contracts/errors';

/** The row version that If-Match names; undefined without the header or for "*". Throws invalid_request. */
export function ifMatchVersion(headers: Headers): number | undefined {
  const value = headers.get('if-match');
  if (value === null || value === '*') return undefined;
  const version = Number(/^(?:W\/)?"(\d{1,9})"$/.exec(value)?.[1]);
  if (!Number.isInteger(version))
    throw invalidRequest([{ path: 'If-Match', message: 'Send the version in quotes, such as "3".' }]);
  return version;
}
