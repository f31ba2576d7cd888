/**
 * Bodies of requests that outlive their page may come to 64 KiB at once; what is beyond that is refused like a broken
 * connection. Source: Fetch, "HTTP-network-or-cache fetch", inflight keepalive bytes. The rest is for others on the page.
 */
const limitBytes = 48 * 1024;
let underWayBytes = 0;

/**
 * Sends a change so that leaving the page at once does not undo it: `send` is told whether the browser may be asked
 * (`keepalive`) to carry it through. Large bodies, and too many at once, are sent as any other request.
 */
export async function outlivePage<T>(
  body: string | null,
  send: (keepalive: boolean) => Promise<T>,
): Promise<T> {
  const bytes = body === null ? 0 : new Blob([body]).size;
  if (underWayBytes + bytes > limitBytes) return send(false);
  underWayBytes += bytes;
  try {
    return await send(true);
  } finally {
    underWayBytes -= bytes;
  }
}
