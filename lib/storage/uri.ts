const PLAIN = /^[A-Za-z0-9\-._~]*$/;
const PLAIN_PATH = /^[A-Za-z0-9\-._~/]*$/;
const SUB_DELIMS = /[!'()*]/g;

/** Percent-encodes all but RFC 3986's unreserved characters, as SigV4 wants it. Throws URIError on lone surrogates. */
export function encodeUri(text: string): string {
  if (PLAIN.test(text)) return text;
  return encodeURIComponent(text).replace(
    SUB_DELIMS,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** The same for an object key, whose slashes stay. */
export function encodePath(key: string): string {
  return PLAIN_PATH.test(key) ? key : encodeUri(key).replaceAll('%2F', '/');
}
