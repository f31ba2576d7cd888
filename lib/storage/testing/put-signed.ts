import type { Presigned } from '../presign';

/** Sends what was signed, with other headers where changes says so; undefined leaves one out. */
export function putSigned(
  signed: Presigned,
  bytes: Buffer,
  changes: Record<string, string | undefined> = {},
): Promise<Response> {
  const merged = Object.entries({ ...signed.headers, ...changes });
  const headers = Object.fromEntries(
    merged.filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
  return fetch(signed.url, { method: signed.method, headers, body: new Uint8Array(bytes) });
}
