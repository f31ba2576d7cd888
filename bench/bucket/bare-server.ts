import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, rename, stat } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/**
 * The least a file server can be: a stream into a temporary file, fsync, rename; a stream out of a file. No signature,
 * no index, no conditions. With `--md5` it takes the MD5 of what it stores, as S3's ETag wants it.
 */
const folder = process.argv[2] ?? '';
const withMd5 = process.argv.includes('--md5');
const withSync = !process.argv.includes('--no-fsync');

async function put(request: IncomingMessage, response: ServerResponse, path: string) {
  const temp = join(folder, randomUUID());
  const hash = createHash('md5');
  const taking = new Transform({
    transform(piece: Buffer, _encoding, done) {
      hash.update(piece);
      done(null, piece);
    },
  });
  const file = createWriteStream(temp, { flush: withSync });
  if (withMd5) await pipeline(request, taking, file);
  else await pipeline(request, file);
  await rename(temp, path);
  if (withSync) {
    const handle = await open(folder, 'r');
    await handle.sync();
    await handle.close();
  }
  response.writeHead(200, { ETag: hash.digest('hex'), 'Content-Length': 0 }).end();
}

async function get(response: ServerResponse, path: string) {
  const { size } = await stat(path);
  response.writeHead(200, { 'Content-Length': size });
  await pipeline(createReadStream(path), response);
}

await mkdir(folder, { recursive: true });
const server = createServer((request, response) => {
  const path = join(folder, encodeURIComponent((request.url ?? '/').split('?')[0] ?? ''));
  const serving = request.method === 'PUT' ? put(request, response, path) : get(response, path);
  serving.catch((error: unknown) => response.destroy(error instanceof Error ? error : undefined));
});
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  console.log(JSON.stringify({ event: 'listening', url: `http://127.0.0.1:${port}` }));
});
process.on('SIGTERM', () => process.exit(0));
