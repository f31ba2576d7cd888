import 'server-only';

const unsafe = /[\p{Cc}\p{Cs}]/u;
/** A path with its query; browsers refuse longer addresses anyway. */
const longest = 2_000;

/** Whether text can be looked at as a URL at all: well-formed, without controls, of a sane length. */
export function isPlainText(text: string): boolean {
  return text.length <= longest && text.isWellFormed() && !unsafe.test(text);
}

/** target (a path or an address) as an address on origin; null where it leads anywhere else or is none. */
export function sameOriginUrl(target: string, origin: string): string | null {
  if (!isPlainText(target) || !URL.canParse(target, origin)) return null;
  const url = new URL(target, origin);
  return url.origin === origin ? url.href : null;
}
