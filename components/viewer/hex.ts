/** Base64 as lower-case hex, the way checksums are printed elsewhere; what is not base64 stays as it is. */
export function toHex(base64: string): string {
  try {
    return [...atob(base64)]
      .map((character) => character.charCodeAt(0).toString(16).padStart(2, '0'))
      .join('');
  } catch {
    return base64;
  }
}
