/** Whether a browser shows the answer or saves it. */
export type Disposition = 'inline' | 'attachment';

/**
 * Content-Disposition for a name of any Unicode: an ASCII fallback for old programs and `filename*` for the rest.
 * CR, LF and controls are dropped here because Ceph and Swift let them through into the header.
 * Source: RFC 6266, appendix D; RFC 8187 (ext-value).
 */
export function contentDisposition(disposition: Disposition, fileName: string): string {
  const name = clean(fileName);
  return `${disposition}; filename="${asciiFallback(name)}"; filename*=UTF-8''${extValue(name)}`;
}

const SURROGATE = /\p{Surrogate}/gu;
const CONTROL = /\p{Cc}/gu;
const COMBINING = /\p{M}/gu;

function clean(fileName: string): string {
  return fileName.replace(SURROGATE, '\uFFFD').replace(CONTROL, '') || 'file';
}

/** Quotes, backslashes and percent signs are read differently from one browser to the next: never sent. */
function asciiFallback(name: string): string {
  const plain = name.normalize('NFKD').replace(COMBINING, '');
  return plain.replace(/[^\x20-\x7e]/gu, '_').replace(/["\\%]/g, '_');
}

/** encodeURIComponent leaves ' ( ) * bare, which are not attr-char. */
function extValue(name: string): string {
  return encodeURIComponent(name).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
}
