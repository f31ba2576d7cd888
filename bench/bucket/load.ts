import { Agent, type OutgoingHttpHeaders, request } from 'node:http';
import { encode, sign } from '../../lib/bucket/conformance/client';
import { type BenchServer, key } from './servers';

const piece = Buffer.alloc(1024 * 1024, 'sluice');
const agent = new Agent({ keepAlive: true, maxSockets: 64 });

/** A URL that both servers take: presigned for the bucket, and a plain path for the bare one. */
export function presign(
  server: BenchServer,
  method: 'GET' | 'PUT',
  path: string,
  query: [string, string][] = [],
): URL {
  const url = new URL(path, server.url);
  if (server.name !== 'bucket') return url;
  const endpoint = { url: server.url, region: 'us-east-1', ...key };
  const signed = sign(endpoint, { method, path, query, signing: { form: 'query', expiresSeconds: 3600 } });
  url.search = signed.query.map(([name, value]) => `${encode(name)}=${encode(value)}`).join('&');
  return url;
}

/** Sends a body of `sizeBytes` and waits for the answer. Throws unless it is 2xx. */
export function upload(url: URL, sizeBytes: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const headers: OutgoingHttpHeaders = { 'content-length': sizeBytes };
    const sending = request(url, { method: 'PUT', agent, headers }, (response) => {
      response.resume();
      response.on('end', () => {
        if (response.statusCode === 200) resolve(String(response.headers.etag));
        else reject(new Error(`PUT ${url.pathname}: ${response.statusCode}`));
      });
    });
    sending.on('error', reject);
    let left = sizeBytes;
    const write = () => {
      while (left > 0) {
        const next = left < piece.length ? piece.subarray(0, left) : piece;
        left -= next.length;
        if (!sending.write(next)) {
          sending.once('drain', write);
          return;
        }
      }
      sending.end();
    };
    write();
  });
}

/** Reads an object to its end and returns its size. */
export function download(url: URL): Promise<number> {
  return new Promise((resolve, reject) => {
    request(url, { agent }, (response) => {
      let size = 0;
      response.on('data', (data: Buffer) => {
        size += data.length;
      });
      response.on('end', () =>
        response.statusCode === 200 ? resolve(size) : reject(new Error(`GET ${response.statusCode}`)),
      );
      response.on('error', reject);
    })
      .on('error', reject)
      .end();
  });
}

/** Runs `count` tasks, `atOnce` of them at a time. */
export async function runMany(
  count: number,
  atOnce: number,
  task: (i: number) => Promise<unknown>,
): Promise<void> {
  let next = 0;
  const worker = async () => {
    while (next < count) await task(next++);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}

/** Drops connections left from the measure before: a server may be about to close them. */
export function dropConnections(): void {
  agent.destroy();
}
