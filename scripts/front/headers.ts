/** Headers that belong to one connection. Source: RFC 9110 section 7.6.1. */
const HOP_BY_HOP = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  // Answered by our own server already.
  'expect',
]);

/** What Next and our app believe: only this front may say it. */
const OURS = /^(forwarded$|x-forwarded-|x-real-ip$|x-middleware-|x-sluice-|x-invoke-|x-matched-path$|x-now-)/;

export type Decided = {
  address: string;
  proto: 'http' | 'https';
  host: string;
  requestId: string;
  token: string;
};

/** The request headers for the app: the client's without connection headers and without claims, then what we know. */
export function requestHeaders(rawHeaders: string[], decided: Decided, { isUpgrade = false } = {}): string[] {
  const named = new Set(listed(rawHeaders, 'connection'));
  const kept = filterPairs(rawHeaders, (name) => {
    if (OURS.test(name)) return false;
    return isUpgrade || !(HOP_BY_HOP.has(name) || named.has(name));
  });
  const isChunked = !isUpgrade && listed(rawHeaders, 'transfer-encoding').includes('chunked');
  return [
    ...kept,
    ...(isChunked ? ['transfer-encoding', 'chunked'] : []),
    ...[
      'x-forwarded-for',
      decided.address,
      'x-forwarded-host',
      decided.host,
      'x-forwarded-proto',
      decided.proto,
    ],
    ...['x-sluice-address', decided.address, 'x-sluice-proto', decided.proto],
    ...['x-sluice-request-id', decided.requestId, 'x-sluice-front', decided.token],
  ];
}

/** The app's answer headers without those of its connection to us. */
export function responseHeaders(rawHeaders: string[]): string[] {
  const named = new Set(listed(rawHeaders, 'connection'));
  return filterPairs(rawHeaders, (name) => !HOP_BY_HOP.has(name) && !named.has(name));
}

function filterPairs(rawHeaders: string[], keep: (name: string) => boolean): string[] {
  const kept: string[] = [];
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] as string;
    if (keep(name.toLowerCase())) kept.push(name, rawHeaders[index + 1] as string);
  }
  return kept;
}

function listed(rawHeaders: string[], wanted: string): string[] {
  return rawHeaders
    .filter((_, index) => index % 2 === 1 && rawHeaders[index - 1]?.toLowerCase() === wanted)
    .flatMap((value) =>
      value
        .toLowerCase()
        .split(',')
        .map((entry) => entry.trim()),
    );
}
